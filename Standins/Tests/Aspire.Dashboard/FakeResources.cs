using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;

namespace Standins.Tests.Aspire.Dashboard;

/// <summary>Resources that a test sets, with a secret in each one's environment.</summary>
internal sealed class FakeResources : IResourceFeed
{
    public const string Secret = "hush";

    public IReadOnlyList<ResourceView> Current { get; private set; } = [Of("order", "Project", [7001]), Of("postgres", "PostgresServer", [5432]), Of("orderdb", "PostgresDatabase", [], parent: "postgres"), Of("redis", "Redis", [6379])];

    public ChangeSignal Changed { get; } = new();

    public List<(string Id, string Command)> Executed { get; } = [];

    public static ResourceView Of(string name, string type, int[] ports, string? parent = null) => new(
        name, name, name, type, "Running", Style: null, "Healthy", Failure: null, Source: null, parent, Created: null, Started: null, Stopped: null, ExitCode: null,
        HealthReports: [], Urls: [], Relations: [], Commands: [], Properties: [], Volumes: [], ports);

    public void Set(params ResourceView[] resources)
    {
        Current = resources;
        Changed.Raise();
    }

    public IReadOnlyList<EnvironmentView>? EnvironmentOf(string id, bool reveal) =>
        Current.Any(resource => resource.Id == id) ? [new EnvironmentView("PASSWORD", reveal ? Secret : null, IsSecret: true)] : null;

    public List<(string Name, string? Value)> Parameters { get; } = [];

    public Task<bool> SetParameterAsync(string name, string? value)
    {
        Parameters.Add((name, value));
        return Task.FromResult(name == "token-key");
    }

    public ParameterView? Parameter(string name, bool reveal) => new(name, reveal ? Secret : null, IsSecret: true, HasValue: true, IsSet: false, Description: null, $"Parameters:{name}");

    public Task<CommandOutcome> ExecuteAsync(string id, string command)
    {
        Executed.Add((id, command));
        return Task.FromResult(new CommandOutcome(Success: true, Canceled: false, Message: null));
    }
}
