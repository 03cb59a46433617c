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
        var running = await _app.ResourceNotifications.WaitForResourceHealthyAsync(resource, limit.Token);
        var pid = running.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value;
        using var process = Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture));
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

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
