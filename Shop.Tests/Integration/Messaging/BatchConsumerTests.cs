using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RabbitMQ.Client;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>Messages that take effect together; what one alone does is tested with <see cref="ConsumerTests"/>.</summary>
[Collection(ShopServers.Collection)]
public sealed class BatchConsumerTests(ShopServers servers) : MessagingTest(servers)
{
    private const int Many = 60;

    [Fact]
    public async Task ConsumeBatches_WhatCameMeanwhile_IsTheNextBatchInOneTransaction()
    {
        var gate = new Gate();
        var script = new BatchScript((_, _, token) => gate.PassAsync(token));
        await StartAsync(script);

        await SendAllAsync(["first"]);
        await gate.Reached;
        await SendAllAsync(Texts(Many));
        await DrainedAsync();
        gate.Open();

        await EffectsAsync(count: Many + 1);
        script.Seen.First().ShouldBe(["first"]);
        script.Seen.Count.ShouldBeLessThan(Many / 4);
        script.Seen.SelectMany(batch => batch).ShouldBe(["first", .. Texts(Many)]);
        (await ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM inbox")).ShouldBe(script.Seen.Count);
    }

    [Fact]
    public async Task ConsumeBatches_MoreThanItHolds_ComeInBatchesOfThatSize()
    {
        var script = new BatchScript();
        await StartAsync(script, options: options => options.BatchSize = 10);

        await SendAllAsync(Texts(Many));

        await EffectsAsync(count: Many);
        script.Seen.ShouldAllBe(batch => batch.Length <= 10);
        script.Seen.SelectMany(batch => batch).ShouldBe(Texts(Many));
    }

    [Fact]
    public async Task ConsumeBatches_APoisonAndAHopelessAmongThem_TheOthersTakeEffectOnce()
    {
        var gate = new Gate();
        var script = new BatchScript(async (texts, _, token) =>
        {
            await gate.PassAsync(token);
            if (texts.Contains("hopeless"))
            {
                throw new InvalidOperationException("hopeless");
            }
        });
        await StartAsync(script);

        await SendAllAsync(["first"]);
        await gate.Reached;
        await SendAllAsync([.. Texts(5), "hopeless"]);
        await SendAsync(StringQueue, StringMessage.Properties(Guid.CreateVersion7()), new byte[] { 0xFF, 0xFF, 0xFF });
        await SendAllAsync(["behind"]);
        await DrainedAsync();
        gate.Open();

        var letters = await DeadLettersAsync(StringValue.Descriptor, count: 2);
        letters.Select(letter => letter.Attempts).ShouldBe([1, 4], ignoreOrder: true);
        await EffectsAsync(count: 7);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(["first", .. Texts(5), "behind"], ignoreOrder: true);
    }

    [Fact]
    public async Task ConsumeBatches_SomeDeliveredBefore_OnlyTheOthersTakeEffect()
    {
        var gate = new Gate();
        await StartAsync(new BatchScript((_, _, token) => gate.PassAsync(token)));
        var known = Guid.CreateVersion7();
        var twice = Guid.CreateVersion7();
        await ExecuteAsync($"INSERT INTO inbox (message_id, consumer) VALUES ('{known}', '{StringQueue}')");

        await SendAllAsync(["first"]);
        await gate.Reached;
        await SendAllAsync(["twice", "twice"], [twice, twice]);
        await SendAllAsync(["known", "new"], [known, Guid.CreateVersion7()]);
        await DrainedAsync();
        gate.Open();

        await EffectsAsync(count: 3);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(["first", "twice", "new"], ignoreOrder: true);
    }

    [Fact]
    public async Task ConsumeBatches_DeliveredTwiceToTwoReplicas_TakeEffectOnce()
    {
        await StartAsync(new BatchScript());
        await StartAsync(new BatchScript());
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToArray();

        await SendAllAsync([.. ids.Concat(ids.Reverse()).Select(id => id.ToString())], [.. ids, .. ids.Reverse()]);

        await EffectsAsync(count: ids.Length);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(ids.Select(id => id.ToString()), ignoreOrder: true);
    }

    [Fact]
    public async Task ConsumeBatches_LineCutBetweenCommitAndAcknowledgement_TakeEffectOnce()
    {
        await using var cable = new Cable("127.0.0.1", new Uri(Broker).Port);
        var gate = new Gate();
        var script = new BatchScript(async (texts, _, token) =>
        {
            if (texts.Length > 1)
            {
                await gate.PassAsync(token);
            }
        });
        await StartAsync(script, broker: new UriBuilder(Broker) { Port = cable.Port }.ToString());
        await SendAllAsync(Texts(Many));
        await gate.Reached;

        // The broker takes them all back, and the transaction commits all the same.
        await cable.CutAsync();
        gate.Open();
        await EventuallyAsync(async () => await ScalarAsync<long>("SELECT count(*) FROM effect") > 1, "the batch whose acknowledgement is lost");
        cable.Mend();

        await EffectsAsync(count: Many);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(Texts(Many), ignoreOrder: true);
        script.Seen.Sum(batch => batch.Length).ShouldBeGreaterThan(Many);
    }

    [Fact]
    public async Task ConsumeBatches_Conflict_RunsAgainTogether()
    {
        var gate = new Gate();
        var conflicts = 0;
        var script = new BatchScript(async (texts, context, token) =>
        {
            await gate.PassAsync(token);
            if (texts.Length > 1 && Interlocked.Increment(ref conflicts) == 1)
            {
                context.Batch.BatchCommands.Add(new NpgsqlBatchCommand("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40P01'; END $$"));
            }
        });
        await StartAsync(script);
        await SendAllAsync(["first"]);
        await gate.Reached;
        await SendAllAsync(Texts(Many));
        await DrainedAsync();
        gate.Open();

        await EffectsAsync(count: Many + 1);
        var together = script.Seen.Where(batch => batch.Length > 1).ToList();
        together[1].ShouldBe(together[0]);
        (await EffectsAsync()).ShouldBe(["first", .. Texts(Many)]);
    }

    [Fact]
    public async Task ConsumeBatches_PostgresAway_PausesAndResumes()
    {
        var store = new NpgsqlConnectionStringBuilder(Database);
        await using var cable = new Cable(store.Host!, store.Port);
        await StartAsync(new BatchScript(), database: new NpgsqlConnectionStringBuilder(Database) { Port = cable.Port }.ConnectionString);
        await SendAllAsync(["before"]);
        await EffectsAsync(count: 1);

        await cable.CutAsync();
        await SendAllAsync(Texts(Many));
        await EventuallyAsync(async () => await CountAsync(StringQueue) == Many, "the messages back in the queue");
        cable.Mend();

        await EffectsAsync(count: Many + 1);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(["before", .. Texts(Many)], ignoreOrder: true);
    }

    [Fact]
    public async Task Stop_WhileABatchRuns_FinishesItAndGivesTheRestBack()
    {
        var gate = new Gate();
        var first = new BatchScript((_, _, token) => gate.PassAsync(token));
        var host = await StartAsync(first);
        await SendAllAsync(["first"]);
        await gate.Reached;
        await SendAllAsync(Texts(Many));
        await DrainedAsync();

        var stopping = StopAsync(host);
        gate.Open();
        await stopping;

        (await EffectsAsync()).ShouldBe(["first"]);
        await StartAsync(new BatchScript());
        await EffectsAsync(count: Many + 1);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(["first", .. Texts(Many)], ignoreOrder: true);
        first.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ConsumeBatches_Publishes_WithTheEffect()
    {
        var seen = new ConcurrentQueue<(Guid Id, long Number)>();
        var script = new BatchScript((texts, context, _) =>
        {
            context.Publish([.. texts.Select(text => new Int64Value { Value = text.Length })]);
            return Task.CompletedTask;
        });
        await StartAsync(
            consume: messaging => messaging.ConsumeBatches<StringValue, ScriptedBatchConsumer>().ConsumeWithoutInbox<Int64Value, Counted>(),
            services: services => services.AddSingleton(script).AddSingleton(seen));

        await SendAllAsync(["1", "12", "123"]);

        await EventuallyAsync(() => Task.FromResult(seen.Count == 3), "the events of the consumer");
        seen.Select(message => message.Number).ShouldBe([1, 2, 3], ignoreOrder: true);
    }

    [Fact]
    public async Task ConsumeBatches_Resting_GathersWhatComesMeanwhile()
    {
        var script = new BatchScript();
        await StartAsync(
            consume: messaging => messaging.ConsumeBatches<StringValue, ScriptedBatchConsumer>(TimeSpan.FromSeconds(1)),
            services: services => services.AddSingleton(script));

        await SendAllAsync(["first"]);
        await EffectsAsync(count: 1);
        foreach (var text in Texts(20))
        {
            await SendAllAsync([text]);
        }

        await EffectsAsync(count: 21);
        script.Seen.First().ShouldBe(["first"]);
        script.Seen.Count.ShouldBeLessThan(21);
    }

    private Task<IHost> StartAsync(BatchScript script, Action<MessagingOptions>? options = null, string? broker = null, string? database = null) =>
        StartAsync(
            consume: messaging => messaging.ConsumeBatches<StringValue, ScriptedBatchConsumer>(),
            options: options,
            broker: broker,
            database: database,
            services: services => services.AddSingleton(script));

    private static string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i:000}")];

    private async Task SendAllAsync(string[] texts, Guid[]? ids = null)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null), Token);
        for (var i = 0; i < texts.Length; i++)
        {
            await channel.BasicPublishAsync("", StringQueue, mandatory: true, StringMessage.Properties(ids?[i] ?? Guid.CreateVersion7()), StringMessage.Body(texts[i]), Token);
        }
    }
}
