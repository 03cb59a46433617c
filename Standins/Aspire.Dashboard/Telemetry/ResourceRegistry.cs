using System.Collections.Concurrent;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Every process that has sent telemetry, each as one object.</summary>
internal sealed class ResourceRegistry(TelemetryLimits limits, Func<string, string, string> idOf)
{
    private readonly ConcurrentDictionary<(string Name, string Instance), TelemetryResource> _resources = new();

    public IEnumerable<TelemetryResource> All => _resources.Values;

    /// <returns>Null when there are as many as may be, and this is another one.</returns>
    public TelemetryResource? Get(IReadOnlyList<TelemetryAttribute> attributes)
    {
        var name = attributes.Find("service.name") is { Length: > 0 } given ? given : TelemetryResource.Unknown;
        var instance = attributes.Find("service.instance.id") ?? "";
        if (_resources.TryGetValue((name, instance), out var known))
        {
            return known;
        }
        return _resources.Count >= limits.MaxResourceCount ? null : _resources.GetOrAdd((name, instance), _ => new TelemetryResource(name, instance, idOf(name, instance), attributes));
    }
}
