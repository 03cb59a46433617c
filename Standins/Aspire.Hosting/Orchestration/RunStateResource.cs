namespace Aspire.Hosting.Orchestration;

/// <param name="Name">The resource's name.</param>
/// <param name="Id">The replica's id; the name when there is one replica.</param>
/// <param name="Type">Project, Executable, Container and so on.</param>
/// <param name="State">One of the known resource states.</param>
/// <param name="Health">Healthy, Degraded, Unhealthy, or null when it does not run.</param>
/// <param name="Pid">The process, while there is one.</param>
/// <param name="ProcessStart">When that process started, as the kernel counts.</param>
/// <param name="StopSignal">What asks the process to end.</param>
/// <param name="ExitCode">Of the last process, when it ended.</param>
/// <param name="Endpoints">Where this replica listens.</param>
internal sealed record RunStateResource(
    string Name,
    string Id,
    string Type,
    string? State,
    string? Health,
    int? Pid,
    long? ProcessStart,
    int? StopSignal,
    int? ExitCode,
    IReadOnlyList<RunStateEndpoint> Endpoints);
