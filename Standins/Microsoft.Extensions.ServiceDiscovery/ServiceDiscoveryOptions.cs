namespace Microsoft.Extensions.ServiceDiscovery;

public sealed class ServiceDiscoveryOptions
{
    /// <summary>Whether every scheme may be used, whatever <see cref="AllowedSchemes"/> says. Default: yes.</summary>
    public bool AllowAllSchemes { get; set; } = true;

    /// <summary>The schemes that may be used when <see cref="AllowAllSchemes"/> is off.</summary>
    public IList<string> AllowedSchemes { get; set; } = [];

    /// <summary>How long the answer of a provider holds that tells no changes by itself. Default: a minute.</summary>
    public TimeSpan RefreshPeriod { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What remains of the requested schemes; where none is requested, all that is allowed (empty means any).</summary>
    public IReadOnlyList<string> ApplyAllowedSchemes(IReadOnlyList<string> requestedSchemes)
    {
        ArgumentNullException.ThrowIfNull(requestedSchemes);
        if (AllowAllSchemes)
        {
            return requestedSchemes;
        }

        return requestedSchemes.Count == 0
            ? [.. AllowedSchemes]
            : [.. requestedSchemes.Where(scheme => AllowedSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))];
    }
}
