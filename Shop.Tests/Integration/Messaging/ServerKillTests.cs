using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Shop.Tests.Integration.Messaging;

/// <summary>Kills the servers themselves, so it has its own.</summary>
public sealed class ServerKillTests(ShopServers servers) : MessagingTest(servers), IClassFixture<ShopServers>
{
    private readonly ShopServers _servers = servers;

    [Fact]
    public async Task Publish_BrokerAndPostgresKilledMeanwhile_EveryCommittedEventTakesEffectOnce()
    {
        var host = await StartAsync(options: options => options.SettleTime = TimeSpan.FromSeconds(3));
        using var enough = new CancellationTokenSource();
        var writing = WriteAsync(host, enough.Token);

        foreach (var server in new[] { "rabbitmq", "postgres", "rabbitmq" })
        {
            await _servers.KillAsync(server);
            await _servers.RestartAsync(server);
        }

        await enough.CancelAsync();
        var (committed, unknown) = await writing;
        committed.Count.ShouldBeGreaterThan(10);
        // The pool of the test itself knows connections that died with the server.
        Store.Clear();
        List<string> effects = [];
        await EventuallyAsync(async () => committed.IsSubsetOf(effects = await EffectsAsync()), "the effect of everything committed");
        effects.Distinct().Count().ShouldBe(effects.Count);
        effects.Except(committed).ShouldBeSubsetOf(unknown);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(600)]
    public async Task Start_BrokerKilledJustAfterAQueueWasDeclared_EveryEventTakesEffect(int milliseconds)
    {
        var host = await StartAsync(options: options => options.SettleTime = TimeSpan.FromSeconds(3), ready: false);
        await PublishAsync(host, new StringValue { Value = "early" });
        await DeclaredAsync(StringValue.Descriptor);
        var declared = Stopwatch.StartNew();
        await EventuallyAsync(() => Task.FromResult(declared.ElapsedMilliseconds >= milliseconds), "the moment to kill it");

        await _servers.KillAsync("rabbitmq");
        await _servers.RestartAsync("rabbitmq");

        await ConsumingAsync(host);
        await PublishAsync(host, new StringValue { Value = "late" });
        await EventuallyAsync(async () => (await EffectsAsync()).Contains("late"), "an effect");
        // Its queue was not there yet: nobody is promised what comes before the first start of the consumer.
        await OutboxEmptyAsync();
    }

    [Fact]
    public async Task Publish_BrokerPausedAndContinued_EveryCommittedEventTakesEffectOnce()
    {
        var host = await StartAsync(heartbeat: TimeSpan.FromSeconds(1), options: options => options.ConfirmTimeout = TimeSpan.FromSeconds(2));
        await PublishAsync(host, new StringValue { Value = "before" });
        await EffectsAsync(count: 1);

        await _servers.PauseAsync("rabbitmq");
        await PublishAsync(host, new StringValue { Value = "meanwhile" });
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await EventuallyAsync(async () => (await health.CheckHealthAsync(Token)).Entries["broker"].Status == HealthStatus.Degraded, "a broker that is found out");
        await _servers.ContinueAsync("rabbitmq");

        await EffectsAsync(count: 2);
        await OutboxEmptyAsync();
        (await EffectsAsync()).ShouldBe(["before", "meanwhile"]);
    }

    // An error leaves open whether the transaction committed: what was acknowledged must take effect, and nothing twice.
    private static async Task<(HashSet<string> Committed, HashSet<string> Unknown)> WriteAsync(IHost host, CancellationToken enough)
    {
        HashSet<string> committed = [];
        HashSet<string> unknown = [];
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var text = $"event {i}";
            try
            {
                await PublishAsync(host, new StringValue { Value = text });
                committed.Add(text);
            }
            catch (NpgsqlException)
            {
                unknown.Add(text);
            }
        }

        return (committed, unknown);
    }
}
