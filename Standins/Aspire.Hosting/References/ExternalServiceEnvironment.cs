using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.References;

/// <summary>What a reference to a service outside the application puts into the environment.</summary>
internal static class ExternalServiceEnvironment
{
    public static async Task AddAsync(EnvironmentCallbackContext context, IResource destination, ExternalServiceResource service)
    {
        var (scheme, value) = await AddressAsync(context, service);
        var encoded = EnvironmentNames.Encode(service.Name);
        if (ReferenceEnvironmentInjectionAnnotation.Injects(destination, ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
        {
            context.EnvironmentVariables[$"services__{service.Name}__{scheme ?? "default"}__0"] = value;
        }
        if (ReferenceEnvironmentInjectionAnnotation.Injects(destination, ReferenceEnvironmentInjectionFlags.Endpoints))
        {
            context.EnvironmentVariables[scheme is null ? encoded : $"{encoded}_{EnvironmentNames.Encode(scheme)}"] = value;
        }
    }

    private static async Task<(string? Scheme, object Value)> AddressAsync(EnvironmentCallbackContext context, ExternalServiceResource service)
    {
        if (service.Uri is { } uri)
        {
            return (uri.Scheme, uri.ToString());
        }
        if (context.ExecutionContext.IsPublishMode)
        {
            return (null, service.UrlParameter!);
        }
        var value = await service.UrlParameter!.GetValueAsync(context.CancellationToken);
        return Uri.TryCreate(value, UriKind.Absolute, out var parsed)
            ? (parsed.Scheme, parsed.ToString())
            : throw new DistributedApplicationException($"The parameter '{service.UrlParameter.Name}' of the external service '{service.Name}' is not an absolute URL.");
    }
}
