using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using StackExchange.Redis;

namespace Shop.Tests.Integration.Carts;

/// <summary>Redis alone, started by the app host as the shop's is.</summary>
internal sealed class RedisApp : IAsyncDisposable
{
    private const string Name = "redis";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private readonly DistributedApplication _app;
    private readonly DirectoryInfo _data;

    private RedisApp(DistributedApplication app, DirectoryInfo data, string connectionString, IConnectionMultiplexer connection) =>
        (_app, _data, ConnectionString, Connection) = (app, data, connectionString, connection);

    public string ConnectionString { get; }

    /// <summary>To look what is stored.</summary>
    public IConnectionMultiplexer Connection { get; }

    public static async Task<RedisApp> StartAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var data = Directory.CreateTempSubdirectory("shop-redis-");
#pragma warning disable CA1849 // What is proposed is for an AppHost with an entry point; this one has none.
        var builder = DistributedApplicationTestingBuilder.Create($"--DataVolumes:Root={data.FullName}");
#pragma warning restore CA1849
        builder.AddRedis(Name).WithDataVolume();
        var app = await builder.BuildAsync(limit.Token);
        await app.StartAsync(limit.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync(Name, limit.Token);
        var connectionString = await app.GetConnectionStringAsync(Name, limit.Token);
        return new RedisApp(app, data, connectionString!, await ConnectionMultiplexer.ConnectAsync($"{connectionString},abortConnect=false"));
    }

    /// <summary>Ends Redis as the kernel does when memory is short, and waits until that is noticed.</summary>
    public async Task KillAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var running = await _app.ResourceNotifications.WaitForResourceHealthyAsync(Name, limit.Token);
        var pid = running.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value;
        using var process = Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture));
        process.Kill();
        await _app.ResourceNotifications.WaitForResourceAsync(
            Name, change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text, StringComparer.Ordinal), limit.Token);
    }

    /// <summary>Starts Redis again on its data, and waits until it answers.</summary>
    public async Task RestartAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        var result = await _app.ResourceCommands.ExecuteCommandAsync(Name, KnownResourceCommands.StartCommand, limit.Token);
        result.Success.ShouldBeTrue(result.Message);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync(Name, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
