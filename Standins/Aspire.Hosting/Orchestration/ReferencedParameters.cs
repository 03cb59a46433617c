using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The values of all parameters that a server's environment or connection string is made of.</summary>
internal static class ReferencedParameters
{
    public static async Task<IReadOnlyDictionary<string, string>> ResolveAsync(IResource resource, IEnumerable<object> values, CancellationToken cancellationToken)
    {
        var parameters = new HashSet<ParameterResource>();
        Collect(parameters, [.. values, .. resource is IResourceWithConnectionString named ? new object[] { named.ConnectionStringExpression } : []]);
        var resolved = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters)
        {
            resolved[parameter.Name] = await parameter.GetValueAsync(cancellationToken) ?? "";
        }
        return resolved;
    }

    private static void Collect(HashSet<ParameterResource> found, IEnumerable<object> values)
    {
        foreach (var value in values)
        {
            switch (value)
            {
                case ParameterResource parameter:
                    found.Add(parameter);
                    break;
                case IResourceBuilder<ParameterResource> builder:
                    found.Add(builder.Resource);
                    break;
                // Endpoints lead back to the resource itself, and hold no secrets.
                case IValueWithReferences composite and not EndpointReference and not EndpointReferenceExpression:
                    Collect(found, composite.References);
                    break;
            }
        }
    }
}
