using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

[Collection(ShopServers.Collection)]
public sealed class OutboxTests(ShopServers servers) : MessagingTest(servers)
{
    [Fact]
    public async Task Publish_Committed_ReachesTheConsumerWithItsContext()
    {
        var script = Script.Of((message, context) => Script.AppendEffect(context.Batch, message.Value));
        var host = await StartAsync(script);
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);

        await PublishAsync(host, new StringValue { Value = "one" });

        await EffectsAsync(count: 1);
        var (text, context) = script.Seen.ShouldHaveSingleItem();
        text.ShouldBe("one");
        context.MessageId.Version.ShouldBe(7);
        context.Attempt.ShouldBe(1);
        context.OccurTime.ShouldBeInRange(before, DateTimeOffset.UtcNow);
        await OutboxEmptyAsync();
    }

    [Fact]
    public async Task Publish_RolledBack_PublishesNothing()
    {
        var host = await StartAsync();
        var outbox = host.Services.GetRequiredService<Outbox>();
        await using (var batch = Store.CreateBatch())
        {
            outbox.Append(batch, new StringValue { Value = "never" });
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 / 0"));
            await Should.ThrowAsync<PostgresException>(() => batch.ExecuteNonQueryAsync(Token));
        }

        // A later event comes through, the earlier one has not.
        await PublishAsync(host, new StringValue { Value = "later" });

        await EffectsAsync(count: 1);
        (await EffectsAsync()).ShouldBe(["later"]);
    }

    [Fact]
    public async Task Publish_CrashAfterTheCommit_IsPublishedByTheNextStart()
    {
        var first = await StartAsync();
        await StopAsync(first);
        await using (var batch = Store.CreateBatch())
        {
            // Committed by a process that died before its relay saw it.
            new Outbox(TimeProvider.System).Append(batch, new StringValue { Value = "left behind" });
            await batch.ExecuteNonQueryAsync(Token);
        }

        await StartAsync();

        await EffectsAsync(count: 1);
        (await EffectsAsync()).ShouldBe(["left behind"]);
        await OutboxEmptyAsync();
    }

    [Fact]
    public async Task Publish_BrokerAway_IsKeptAndPublishedWhenItIsBack()
    {
        await using var cable = new Cable("127.0.0.1", new Uri(Broker).Port);
        var host = await StartAsync(broker: new UriBuilder(Broker) { Port = cable.Port }.ToString());
        await PublishAsync(host, new StringValue { Value = "before" });
        await EffectsAsync(count: 1);

        await cable.CutAsync();
        await PublishAsync(host, new StringValue { Value = "meanwhile 1" }, new StringValue { Value = "meanwhile 2" });
        // The relay has noticed, and holds nothing in Postgres while it waits.
        await EventuallyAsync(
            async () => await ScalarAsync<long>("SELECT count(*) FROM outbox") == 2
                && await ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'") == 0,
            "two kept events and no open transaction");
        cable.Mend();

        await EffectsAsync(count: 3);
        (await EffectsAsync()).ShouldBe(["before", "meanwhile 1", "meanwhile 2"], ignoreOrder: true);
        await OutboxEmptyAsync();
    }

    [Fact]
    public async Task Publish_LineBrokenWithoutAWord_ReachesTheConsumerOverANewOne()
    {
        await using var cable = new Cable("127.0.0.1", new Uri(Broker).Port);
        var host = await StartAsync(broker: new UriBuilder(Broker) { Port = cable.Port }.ToString(), heartbeat: TimeSpan.FromSeconds(1));
        await PublishAsync(host, new StringValue { Value = "before" });
        await EffectsAsync(count: 1);

        cable.Freeze();
        await PublishAsync(host, new StringValue { Value = "after" });

        await EffectsAsync(count: 2);
        await OutboxEmptyAsync();
        (await EffectsAsync()).ShouldBe(["before", "after"]);
    }

    [Fact]
    public async Task Start_BrokerAway_StartsAndCatchesUp()
    {
        await StopAsync(await StartAsync());
        await using var cable = new Cable("127.0.0.1", new Uri(Broker).Port);
        await cable.CutAsync();

        var host = await StartAsync(broker: new UriBuilder(Broker) { Port = cable.Port }.ToString(), ready: false);
        await PublishAsync(host, new StringValue { Value = "early" });
        cable.Mend();

        await EffectsAsync(count: 1);
    }

    [Fact]
    public async Task Append_SeveralEvents_ArePublishedInOrder()
    {
        var host = await StartAsync(options: options => options.Concurrency = 1);

        await PublishAsync(host, [.. Enumerable.Range(0, 300).Select(i => new StringValue { Value = $"{i:000}" })]);

        await EffectsAsync(count: 300);
        var effects = await EffectsAsync();
        effects.ShouldBe(effects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Append_TooLarge_Throws()
    {
        await using var batch = new NpgsqlBatch();
        var outbox = new Outbox(TimeProvider.System);

        Should.Throw<ArgumentException>(() => outbox.Append(batch, new StringValue { Value = new string('x', Outbox.MaxPayload) }));
    }

    [Fact]
    public async Task Publish_NobodyListens_IsNoError()
    {
        var host = await StartAsync();

        await PublishAsync(host, new BoolValue { Value = true });

        await OutboxEmptyAsync();
    }

    [Fact]
    public async Task Relay_TwoReplicas_PublishEverythingOnceAndInOrderEach()
    {
        const int Count = 3000;
        var first = await StartAsync(consume: _ => { });
        await StopAsync(first);
        await using var connection = await ConnectAsync();
        await using var tap = await Tap.OpenAsync(connection, Exchange, Token);
        await WriteNumbersAsync(Count);

        await Task.WhenAll(
            StartAsync(consume: _ => { }, options: options => options.RelayBatchSize = 50),
            StartAsync(consume: _ => { }, options: options => options.RelayBatchSize = 50));

        await EventuallyAsync(() => Task.FromResult(tap.Seen.Count >= Count), "all events");
        await OutboxEmptyAsync();
        tap.Seen.Count.ShouldBe(Count);
        tap.Seen.Distinct().Count().ShouldBe(Count);
    }

    [Fact]
    public async Task Relay_Alone_KeepsTheOrderOfTheTable()
    {
        const int Count = 1000;
        var host = await StartAsync(consume: _ => { });
        await using var connection = await ConnectAsync();
        await using var tap = await Tap.OpenAsync(connection, Exchange, Token);

        await WriteNumbersAsync(Count);
        host.Services.GetRequiredService<Outbox>().Wake();

        await EventuallyAsync(() => Task.FromResult(tap.Seen.Count >= Count), "all events");
        tap.Seen.ShouldBe(tap.Seen.Order());
    }

    [Fact]
    public async Task Stop_JustWritten_IsPublishedBeforeTheEnd()
    {
        var host = await StartAsync(options: options => options.PollInterval = TimeSpan.FromHours(1));
        await PublishAsync(host, new StringValue { Value = "first" });
        await EffectsAsync(count: 1);
        await using (var batch = Store.CreateBatch())
        {
            // Nobody woke the relay, and its poll is far away.
            host.Services.GetRequiredService<Outbox>().Append(batch, new StringValue { Value = "last" });
            await batch.ExecuteNonQueryAsync(Token);
        }

        await StopAsync(host);

        (await ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(0);
        (await CountAsync(Queue(StringValue.Descriptor))).ShouldBe(1u);
    }

    [Fact]
    public async Task Trace_FromWriterToConsumer_IsOne()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Shop.Messaging" or nameof(OutboxTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource(nameof(OutboxTests));
        var host = await StartAsync();

        ActivityTraceId trace;
        using (var checkout = source.StartActivity("checkout"))
        {
            trace = checkout!.TraceId;
            await PublishAsync(host, new StringValue { Value = "traced" });
        }

        await EventuallyAsync(() => Task.FromResult(spans.Count(span => span.TraceId == trace) == 3), "three spans");
        var publish = spans.Single(span => span.TraceId == trace && span.Kind == ActivityKind.Producer);
        var process = spans.Single(span => span.TraceId == trace && span.Kind == ActivityKind.Consumer);
        process.ParentSpanId.ShouldBe(publish.SpanId);
        publish.OperationName.ShouldBe($"publish {Exchange}:google.protobuf.StringValue");
        process.GetTagItem("messaging.destination.name").ShouldBe($"{Exchange}:google.protobuf.StringValue:{Queue(StringValue.Descriptor)}");
        process.GetTagItem("messaging.system").ShouldBe("rabbitmq");
        process.GetTagItem("messaging.message.id").ShouldBe(publish.GetTagItem("messaging.message.id"));
    }

    private async Task WriteNumbersAsync(int count)
    {
        var outbox = new Outbox(TimeProvider.System);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(100))
        {
            await using var batch = Store.CreateBatch();
            outbox.Append(batch, [.. chunk.Select(number => new Int64Value { Value = number })]);
            await batch.ExecuteNonQueryAsync(Token);
        }
    }
}
