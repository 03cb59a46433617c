using System.Reflection;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Security;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Shop.ServiceDefaults.Grpc;

internal static class GrpcServerExtensions
{
    private const int LargestMessage = 1024 * 1024;

    /// <summary>A gRPC server as all services have it: errors translated, access enforced, messages bounded, health and (in Development) reflection.</summary>
    public static void AddShopGrpcServer(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ErrorInterceptor>();
        builder.Services.AddSingleton<AccessInterceptor>();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<AccessInterceptor>();
            options.MaxReceiveMessageSize = LargestMessage;
            options.EnableDetailedErrors = false;
        });
        builder.Logging.AddFilter(UnreadableRequests.ServerLog, LogLevel.None);
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddGrpcReflection();
    }

    /// <summary>The descriptor of the service that a generated server base or client belongs to.</summary>
    /// <param name="type">A class derived from <c>OrderService.OrderServiceBase</c>, or <c>OrderService.OrderServiceClient</c>.</param>
    public static ServiceDescriptor DescriptorOf(Type type)
    {
        var generated = BindTypeOf(type) ?? type.DeclaringType;
        var property = generated?.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)
            ?? throw new ArgumentException($"{type} does not belong to a generated gRPC service.", nameof(type));
        return (ServiceDescriptor)property.GetValue(obj: null)!;
    }

    private static Type? BindTypeOf(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                return attribute.BindType;
            }
        }

        return null;
    }
}
