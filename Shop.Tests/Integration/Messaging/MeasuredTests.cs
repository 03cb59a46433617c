using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Shop.Tests.Integration.Messaging;

/// <summary>What messaging says of itself, and what it costs Postgres.</summary>
[Collection(ShopServers.Collection)]
public sealed class MeasuredTests(ShopServers servers) : MessagingTest(servers)
{
    [Fact]
    public async Task Metrics_ConsumedRetriedDoubledAndGivenUp_AreCounted()
    {
        var failed = false;
        var host = await StartAsync(Script.Of((message, context) =>
        {
            if (message.Value == "broken" || (message.Value == "late" && !failed))
            {
                failed |= message.Value == "late";
                throw new InvalidOperationException("broken");
            }

            Script.AppendEffect(context.Batch, message.Value);
        }));
        using var measured = new Measurements(host);
        var twice = Guid.CreateVersion7();
        var body = new StringValue { Value = "twice" }.ToByteArray();

        await PublishAsync(host, new StringValue { Value = "late" }, new StringValue { Value = "broken" });
        await SendAsync(StringQueue, new() { MessageId = twice.ToString(), Type = StringValue.Descriptor.FullName }, body);
        await EffectsAsync(count: 2);
        await SendAsync(StringQueue, new() { MessageId = twice.ToString(), Type = StringValue.Descriptor.FullName }, body);
        await DeadLettersAsync(StringValue.Descriptor, count: 1);
        await EventuallyAsync(() => Task.FromResult(measured["shop.messaging.duplicates"] >= 1), "a duplicate");

        measured["shop.messaging.published"].ShouldBe(2);
        measured["shop.messaging.consumed"].ShouldBe(2);
        measured["shop.messaging.duplicates"].ShouldBe(1);
        measured["shop.messaging.dead_lettered"].ShouldBe(1);
        // "late" once, and "broken" before each of its three further tries.
        measured["shop.messaging.retried"].ShouldBe(4);
    }

    [Fact]
    public async Task Metrics_BrokerAway_TellHowMuchWaitsAndSinceWhen()
    {
        var host = await StartAsync(broker: "amqp://guest:guest@127.0.0.1:1", ready: false);
        using var measured = new Measurements(host);

        await PublishAsync(host, new StringValue { Value = "a" }, new StringValue { Value = "b" });

        await EventuallyAsync(() => Task.FromResult(measured["shop.outbox.rows"] >= 2), "a measured outbox");
        measured["shop.outbox.rows"].ShouldBe(2);
        measured["shop.outbox.lag"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Statements_HundredEventsOfOneTransaction_CostTheRelayTwoAndEachConsumerOneTransaction()
    {
        var host = await StartAsync();
        await PublishAsync(host, new StringValue { Value = "warm-up" });
        await EffectsAsync(count: 1);
        await OutboxEmptyAsync();
        await ExecuteAsync("CREATE EXTENSION pg_stat_statements");
        await ExecuteAsync("SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()");

        await PublishAsync(host, [.. Enumerable.Range(0, 100).Select(number => new StringValue { Value = $"{number}" })]);
        await EffectsAsync(count: 101);
        await OutboxEmptyAsync();

        // One takes all of them, the next deletes them and takes what comes after; those that find nothing are the polling.
        (await SumAsync("rows", "query LIKE '-- relay%'")).ShouldBe(100);
        (await SumAsync("calls", "query LIKE 'DELETE%outbox%'")).ShouldBe(0);
        (await SumAsync("calls", "query LIKE 'INSERT INTO inbox%'")).ShouldBe(100);
        (await SumAsync("calls", "query LIKE 'SELECT%inbox%' OR query LIKE 'BEGIN%'")).ShouldBe(0);
    }

    private Task<decimal> SumAsync(string what, string which) => ScalarAsync<decimal>(
        $"SELECT coalesce(sum({what}), 0)::numeric FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND ({which})");
}
