using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.References;

/// <summary>What a reference to something with a connection string puts into the environment.</summary>
internal static class ConnectionStringEnvironment
{
    public static void Add(EnvironmentCallbackContext context, IResource destination, IResourceWithConnectionString source, string? connectionName, bool optional)
    {
        var name = connectionName ?? source.Name;
        if (ReferenceEnvironmentInjectionAnnotation.Injects(destination, ReferenceEnvironmentInjectionFlags.ConnectionString))
        {
            var variable = source.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}";
            context.EnvironmentVariables[variable] = new ConnectionStringReference(source, optional) { ConnectionName = name };
        }
        if (ReferenceEnvironmentInjectionAnnotation.Injects(destination, ReferenceEnvironmentInjectionFlags.ConnectionProperties))
        {
            var prefix = name.Length == 0 ? "" : EnvironmentNames.Encode(name) + "_";
            foreach (var (property, value) in Properties(source))
            {
                context.EnvironmentVariables[prefix + EnvironmentNames.Encode(property)] = value;
            }
        }
    }

    public static Dictionary<string, ReferenceExpression> Properties(IResourceWithConnectionString source)
    {
        var properties = new Dictionary<string, ReferenceExpression>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in source.GetConnectionProperties())
        {
            properties[name] = value;
        }
        foreach (var annotation in source.Annotations.OfType<ConnectionPropertyAnnotation>())
        {
            properties[annotation.Name] = annotation.ReferenceExpression;
        }
        return properties;
    }
}
