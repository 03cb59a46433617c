using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>What of an environment is not shown until somebody asks: what holds a secret parameter or a password of whatever origin, and what is named like a secret.</summary>
internal static partial class SecretValues
{
    private const int ShortestSecret = 4;

    public static IReadOnlyList<string> Of(DistributedApplicationModel model) =>
    [
        .. model.Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret && parameter.HasValue())
            .Select(parameter => parameter.GetValueAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            .OfType<string>().Where(value => value.Length >= ShortestSecret)
            .SelectMany(value => new[] { value, Uri.EscapeDataString(value) }).Distinct(StringComparer.Ordinal),
    ];

    public static bool IsSecret(string name, string? value, IReadOnlyList<string> secrets) =>
        SecretName().IsMatch(name) || (value is not null && (SecretPart().IsMatch(value) || secrets.Any(secret => value.Contains(secret, StringComparison.Ordinal))));

    [GeneratedRegex("PASSWORD|SECRET|TOKEN|API_?KEY|OTLP_HEADERS|CREDENTIAL|PRIVATE_?KEY", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    // A generated password belongs to no parameter of the model: it is known by its place in a connection string or an address.
    [GeneratedRegex(@"\b(?:password|pwd|secret|token|(?:api|access|account)_?key)\s*=\s*[^;,\s]|://[^/\s:@]*:[^/\s@]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretPart();
}
