using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
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
        var host = await StartAsync();
        using var enough = new CancellationTokenSource();
        var writing = WriteAsync(host, enough.Token);

        // The broker's list of its quorum queues reaches the disk half a second after a queue was declared. Killed before that it
        // keeps a queue that never elects a leader again (rabbitmq-server#15725): not what is tested here.
        var declared = Stopwatch.StartNew();
        await EventuallyAsync(() => Task.FromResult(declared.Elapsed > TimeSpan.FromSeconds(2)), "queues that outlive the broker");

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
