using System.Reflection;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Reflection.Internal;

/// <summary>The descriptors of the gRPC services that the application has mapped, found at first use, when all are.</summary>
internal sealed partial class MappedServices
{
    private readonly ILogger _logger;

    public MappedServices(EndpointDataSource endpoints, ILogger<MappedServices> logger)
    {
        _logger = logger;
        Descriptors =
        [
            .. endpoints.Endpoints
                .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
                .OfType<Type>()
                .Distinct()
                .Select(DescriptorOf)
                .OfType<ServiceDescriptor>(),
        ];
    }

    public IReadOnlyList<ServiceDescriptor> Descriptors { get; }

    /// <summary>Generated code nests the base of a service in a class that has the descriptor.</summary>
    private ServiceDescriptor? DescriptorOf(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            var property = type.DeclaringType?.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static);
            if (property?.GetValue(null) is ServiceDescriptor descriptor) return descriptor;
        }

        ServiceDescriptorNotResolved(service.FullName);
        return null;
    }

    [LoggerMessage(1, LogLevel.Debug, "No descriptor is found for {ServiceType}: reflection leaves it out.")]
    private partial void ServiceDescriptorNotResolved(string? serviceType);
}
