namespace Aspire.Dashboard.Telemetry;

/// <summary>One process that sends telemetry, known by <c>service.name</c> and <c>service.instance.id</c>.</summary>
internal sealed class TelemetryResource(string name, string instanceId, string id, IReadOnlyList<TelemetryAttribute> attributes)
{
    public const string Unknown = "unknown_service";

    public string Name { get; } = name;

    public string InstanceId { get; } = instanceId;

    public IReadOnlyList<TelemetryAttribute> Attributes { get; } = attributes;

    /// <summary>What tells this instance from others, and stands in addresses.</summary>
    public string Id { get; } = id;

    /// <summary>The name, and the instance where it says more than the name.</summary>
    public static string IdOf(string name, string instance) => instance.Length == 0 || instance == name ? name : $"{name}-{instance}";
}
