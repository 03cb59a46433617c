using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>A message takes effect once, and wholly.</summary>
[Collection(ShopServers.Collection)]
public sealed class ConsumerTests(ShopServers servers) : MessagingTest(servers)
{
    [Fact]
    public async Task Consume_DeliveredTwice_TakesEffectOnce()
    {
        await StartAsync();
        var id = Guid.CreateVersion7();

        await SendAsync(StringQueue, StringMessage.Properties(id), StringMessage.Body("same"));
        await SendAsync(StringQueue, StringMessage.Properties(id), StringMessage.Body("same"));
        await SendAsync(StringQueue, StringMessage.Properties(Guid.CreateVersion7()), StringMessage.Body("other"));

        await EffectsAsync(count: 2);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(["same", "other"], ignoreOrder: true);
    }

    [Fact]
    public async Task Consume_DeliveredTwiceAtOnce_TakesEffectOnce()
    {
        // Every message comes twice, to two replicas with several hands each.
        await StartAsync();
        await StartAsync();

        var ids = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        foreach (var id in ids.Concat(ids))
        {
            await channel.BasicPublishAsync("", StringQueue, mandatory: true, StringMessage.Properties(id), StringMessage.Body(id.ToString()), Token);
        }

        await EffectsAsync(count: 50);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(ids.Select(id => id.ToString()), ignoreOrder: true);
    }

    [Fact]
    public async Task Consume_Conflict_RunsAgainAtOnce()
    {
        var tries = 0;
        var script = Script.Of((message, context) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            if (Interlocked.Increment(ref tries) == 1)
            {
                context.Batch.BatchCommands.Add(new NpgsqlBatchCommand("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$"));
            }
        });
        // Were it not at once, it would be a dead letter.
        var host = await StartAsync(script, options: options => options.RetryDelays = [TimeSpan.FromMinutes(10)]);

        await PublishAsync(host, new StringValue { Value = "again" });

        await EffectsAsync(count: 1);
        (await EffectsAsync()).ShouldBe(["again"]);
    }

    [Fact]
    public async Task Consume_ReadsAndDecides_InOneTransaction()
    {
        await ExecuteAsync("INSERT INTO effect (text) VALUES ('stored')");
        var script = new Script(async (message, context, cancellationToken) =>
        {
            context.Batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT text FROM effect WHERE text = 'stored' FOR UPDATE"));
            string stored;
            await using (var reader = await context.ReadAsync(cancellationToken))
            {
                (await reader.ReadAsync(cancellationToken)).ShouldBeTrue();
                stored = reader.GetString(0);
            }

            Script.AppendEffect(context.Batch, $"{stored} and {message.Value}");
            if (context.Attempt == 1)
            {
                throw new InvalidOperationException("after the read");
            }
        });
        var host = await StartAsync(script);

        await PublishAsync(host, new StringValue { Value = "decided" });

        await EffectsAsync(count: 2);
        (await EffectsAsync()).ShouldBe(["stored", "stored and decided"]);
    }

    [Fact]
    public async Task Consume_SwallowsAFailedStatement_DoesNotCountAsDone()
    {
        var script = new Script(async (message, context, cancellationToken) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            if (context.Attempt == 1)
            {
                context.Batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 / 0"));
                await Should.ThrowAsync<PostgresException>(() => context.ReadAsync(cancellationToken));
            }
        });
        var host = await StartAsync(script);

        await PublishAsync(host, new StringValue { Value = "honest" });

        await EffectsAsync(count: 1);
        script.Seen.Select(seen => seen.Context.Attempt).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Consume_Publishes_WithItsEffectOrNotAtAll()
    {
        var seen = new ConcurrentQueue<(Guid Id, long Number)>();
        var script = Script.Of((message, context) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            context.Publish(new Int64Value { Value = context.Attempt });
            if (context.Attempt == 1)
            {
                throw new InvalidOperationException("its event must not be seen");
            }
        });
        var host = await StartAsync(
            script,
            messaging => messaging.Consume<StringValue, ScriptedConsumer>().ConsumeWithoutInbox<Int64Value, Counted>(),
            services: services => services.AddSingleton(seen));

        await PublishAsync(host, new StringValue { Value = "chain" });

        await EventuallyAsync(() => Task.FromResult(!seen.IsEmpty), "the event of the consumer");
        seen.ShouldHaveSingleItem().Number.ShouldBe(2);
    }

    [Fact]
    public async Task ConsumeOnEveryReplica_TwoReplicas_BothSeeIt()
    {
        var first = new ConcurrentQueue<(Guid Id, long Number)>();
        var second = new ConcurrentQueue<(Guid Id, long Number)>();
        Action<MessagingBuilder> consume = messaging => messaging.ConsumeOnEveryReplica<Int64Value, Counted>();
        var host = await StartAsync(consume: consume, services: services => services.AddSingleton(first));
        await StartAsync(consume: consume, services: services => services.AddSingleton(second));

        // Each sees what comes from when its queue is there.
        await EventuallyAsync(
            async () =>
            {
                await PublishAsync(host, new Int64Value { Value = 7 });
                return first.Any(message => second.Contains(message));
            },
            "a message that both have seen");
    }
}
