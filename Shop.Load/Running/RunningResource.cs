namespace Shop.Load.Running;

/// <param name="Name">The resource's name.</param>
/// <param name="Id">The replica's id; the name when there is one replica.</param>
/// <param name="Type">Project, Container, Parameter and so on.</param>
/// <param name="State">Running, Exited and so on.</param>
/// <param name="Health">Healthy, Degraded, Unhealthy, or null when it does not run.</param>
/// <param name="Pid">The process, while there is one.</param>
/// <param name="Endpoints">Where it listens.</param>
internal sealed record RunningResource(string Name, string Id, string Type, string? State, string? Health, int? Pid, IReadOnlyList<RunningEndpoint> Endpoints)
{
    public bool IsHealthy => Health == "Healthy" || Type == "Parameter";
}
