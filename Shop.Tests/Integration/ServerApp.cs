using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Shop.Tests.Integration;

/// <summary>Postgres and RabbitMQ alone, without a shop around them, started by the app host on free ports.</summary>
internal sealed class ServerApp : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private readonly DistributedApplication _app;
    private readonly DirectoryInfo _data;

    private ServerApp(DistributedApplication app, DirectoryInfo data, string postgres, string broker) =>
        (_app, _data, Postgres, Broker) = (app, data, postgres, broker);

    /// <summary>Connection string of the Postgres server.</summary>
    public string Postgres { get; }

    /// <summary>Connection string of RabbitMQ.</summary>
    public string Broker { get; }

    public static async Task<ServerApp> StartAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var data = Directory.CreateTempSubdirectory("shop-servers-");
#pragma warning disable CA1849 // What is proposed is for an AppHost with an entry point; this one has none.
        var builder = DistributedApplicationTestingBuilder.Create($"--DataVolumes:Root={data.FullName}");
#pragma warning restore CA1849
        builder.AddPostgres("postgres").WithDataVolume();
        builder.AddRabbitMQ("rabbitmq").WithDataVolume();
        var app = await builder.BuildAsync(limit.Token);
        await app.StartAsync(limit.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("postgres", limit.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("rabbitmq", limit.Token);
        var postgres = await app.GetConnectionStringAsync("postgres", limit.Token);
        var broker = await app.GetConnectionStringAsync("rabbitmq", limit.Token);
        return new ServerApp(app, data, postgres!, broker!);
    }

    /// <summary>Ends a server as the kernel does when memory is short, and waits until that is noticed.</summary>
    public async Task KillAsync(string resource)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        using var process = await ProcessAsync(resource, limit.Token);
        process.Kill();
        await _app.ResourceNotifications.WaitForResourceAsync(
            resource, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text, StringComparer.Ordinal), limit.Token);
    }

    /// <summary>Starts a server again on its data, and waits until it answers.</summary>
    public async Task RestartAsync(string resource)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var result = await _app.ResourceCommands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, limit.Token);
        result.Success.ShouldBeTrue(result.Message);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, limit.Token);
    }

    /// <summary>Stops a server where it is, its connections open, until <see cref="ContinueAsync"/>.</summary>
    public Task PauseAsync(string resource) => SignalAsync(resource, "STOP");

    /// <summary>Lets a paused server go on.</summary>
    public Task ContinueAsync(string resource) => SignalAsync(resource, "CONT");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task SignalAsync(string resource, string signal)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        using var process = await ProcessAsync(resource, limit.Token);
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(limit.Token);
        kill.ExitCode.ShouldBe(0);
    }

    private async Task<Process> ProcessAsync(string resource, CancellationToken cancellationToken)
    {
        await _app.ResourceNotifications.WaitForResourceAsync(resource, KnownResourceStates.Running, cancellationToken);
        _app.ResourceNotifications.TryGetCurrentState(resource, out var current).ShouldBeTrue();
        var pid = current!.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value;
        return Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture));
    }
}
