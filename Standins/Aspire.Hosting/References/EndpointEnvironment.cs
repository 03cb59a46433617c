using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.References;

/// <summary>What a reference to something with endpoints puts into the environment.</summary>
internal static class EndpointEnvironment
{
    public static void Add(EnvironmentCallbackContext context, IResource destination, EndpointReferenceAnnotation reference)
    {
        foreach (var endpoint in reference.Resource.GetEndpoints().Where(e => Includes(reference, e)))
        {
            Add(context, destination, reference.ServiceName, endpoint);
        }
    }

    private static void Add(EnvironmentCallbackContext context, IResource destination, string? serviceName, EndpointReference endpoint)
    {
        var variables = context.EnvironmentVariables;
        if (ReferenceEnvironmentInjectionAnnotation.Injects(destination, ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
        {
            var key = endpoint.IsHttpSchemeNamedEndpoint ? endpoint.Scheme : endpoint.EndpointName;
            var prefix = $"services__{serviceName ?? endpoint.Resource.Name}__{key}__";
            foreach (var url in Addresses(context, endpoint))
            {
                variables[prefix + FreeIndex(variables, prefix)] = url;
            }
        }
        if (ReferenceEnvironmentInjectionAnnotation.Injects(destination, ReferenceEnvironmentInjectionFlags.Endpoints))
        {
            var prefix = serviceName ?? EnvironmentNames.Encode(endpoint.Resource.Name);
            variables[$"{prefix}_{EnvironmentNames.Encode(endpoint.EndpointName)}"] = endpoint;
        }
    }

    // Clients balance over replicas themselves, so each replica is listed, and no proxy stands between.
    private static IEnumerable<object> Addresses(EnvironmentCallbackContext context, EndpointReference endpoint)
    {
        var replicas = context.ExecutionContext.IsRunMode ? endpoint.EndpointAnnotation.AllocatedEndpoint?.ReplicaPorts : null;
        return replicas is { Count: > 1 }
            ? replicas.Select(port => string.Create(CultureInfo.InvariantCulture, $"{endpoint.Scheme}://{endpoint.Host}:{port}"))
            : [endpoint];
    }

    private static string FreeIndex(Dictionary<string, object> variables, string prefix)
    {
        var index = 0;
        while (variables.ContainsKey(prefix + index.ToString(CultureInfo.InvariantCulture)))
        {
            index++;
        }
        return index.ToString(CultureInfo.InvariantCulture);
    }

    private static bool Includes(EndpointReferenceAnnotation reference, EndpointReference endpoint) =>
        reference.EndpointNames.Contains(endpoint.EndpointName) || (reference.UseAllEndpoints && !endpoint.ExcludeReferenceEndpoint);
}
