using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Parameters;

/// <summary>Where a parameter's value comes from: configuration, with hyphens or underscores, then its default.</summary>
internal static class ParameterLookup
{
    public static string Value(IDistributedApplicationBuilder builder, string name, string? configurationKey, ParameterDefault? parameterDefault)
    {
        var key = configurationKey ?? $"Parameters:{name}";
        return builder.Configuration[key]
            ?? builder.Configuration[key.Replace('-', '_')]
            ?? parameterDefault?.GetDefaultValue()
            ?? throw new MissingParameterValueException($"Parameter resource could not be used because configuration key '{key}' is missing and the Parameter has no default value. Set it with the environment variable {EnvironmentKey(key)}, or start with --{key}=<value>.");
    }

    public static string ConnectionString(IDistributedApplicationBuilder builder, string name) =>
        builder.Configuration.GetConnectionString(name)
        ?? throw new MissingParameterValueException($"Connection string parameter resource could not be used because connection string '{name}' is missing. Set it with the environment variable ConnectionStrings__{name}.");

    private static string EnvironmentKey(string key) => key.Replace(":", "__", StringComparison.Ordinal).Replace('-', '_');
}
