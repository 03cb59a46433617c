using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Queries;

/// <summary>A process by its id, all processes of a service by its name, or everything.</summary>
internal readonly struct ResourceQuery(string? name)
{
    private readonly string? _name = string.IsNullOrEmpty(name) ? null : name;

    public bool Matches(TelemetryResource resource) => Matches(resource.Id, resource.Name);

    public bool Matches(string id, string name) =>
        _name is null || string.Equals(name, _name, StringComparison.OrdinalIgnoreCase) || string.Equals(id, _name, StringComparison.OrdinalIgnoreCase);
}
