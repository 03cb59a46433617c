namespace Aspire.Hosting.Orchestration;

/// <param name="Pid">The AppHost's process.</param>
/// <param name="ProcessStart">When that process started, as the kernel counts; tells it from a later one of the same id.</param>
/// <param name="AppHost">The AppHost's name.</param>
/// <param name="StartTime">When the application was started.</param>
/// <param name="TemporaryFolder">What is to be deleted when the AppHost could not do it itself.</param>
/// <param name="Resources">One entry a replica.</param>
/// <param name="Dashboard">Null when there is none.</param>
internal sealed record RunState(int Pid, long ProcessStart, string AppHost, DateTimeOffset StartTime, string TemporaryFolder, IReadOnlyList<RunStateResource> Resources, RunStateDashboard? Dashboard = null);
