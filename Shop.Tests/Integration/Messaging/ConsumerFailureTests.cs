using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>What fails is tried again, what never will is a dead letter, and nobody waits for it.</summary>
[Collection(ShopServers.Collection)]
public sealed class ConsumerFailureTests(ShopServers servers) : MessagingTest(servers)
{
    [Fact]
    public async Task Consume_FailsThreeTimes_SucceedsAtTheFourth()
    {
        var script = Script.Of((message, context) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            if (context.Attempt <= 3)
            {
                throw new InvalidOperationException("not yet");
            }
        });
        var host = await StartAsync(script);

        await PublishAsync(host, new StringValue { Value = "stubborn" });

        await EffectsAsync(count: 1);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(["stubborn"]);
        script.Seen.Select(seen => seen.Context.Attempt).ShouldBe([1, 2, 3, 4]);
        script.Seen.Select(seen => seen.Context.MessageId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Consume_AlwaysFails_IsADeadLetterAndBlocksNobody()
    {
        var script = Script.Of((message, context) =>
        {
            if (message.Value == "hopeless")
            {
                throw new InvalidOperationException("first line\nsecond line");
            }

            Script.AppendEffect(context.Batch, message.Value);
        });
        var host = await StartAsync(script, options: options => options.Concurrency = 1);

        await PublishAsync(host, new StringValue { Value = "hopeless" }, new StringValue { Value = "behind it" });

        var letter = (await DeadLettersAsync(StringValue.Descriptor, count: 1)).ShouldHaveSingleItem();
        (await EffectsAsync()).ShouldBe(["behind it"]);
        letter.Reason.ShouldBe("System.InvalidOperationException: first line");
        letter.Attempts.ShouldBe(4);
        letter.Type.ShouldBe("google.protobuf.StringValue");
        letter.MessageId.ShouldBe(script.Seen.First(seen => seen.Text == "hopeless").Context.MessageId);
        letter.OccurTime.ShouldBe(script.Seen.First().Context.OccurTime);
        letter.FirstFailureTime!.Value.ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        StringValue.Parser.ParseFrom(letter.Payload.Span).Value.ShouldBe("hopeless");
    }

    [Fact]
    public async Task Consume_Poison_IsADeadLetterAtOnce()
    {
        var script = Script.Of((message, context) => Script.AppendEffect(context.Batch, message.Value));
        await StartAsync(script, options: options => options.Concurrency = 1);

        var garbage = StringMessage.Properties(Guid.CreateVersion7());
        await SendAsync(StringQueue, garbage, new byte[] { 0xFF, 0xFF, 0xFF });
        var unknown = StringMessage.Properties(Guid.CreateVersion7());
        unknown.Type = "shop.never.v1.Heard";
        await SendAsync(StringQueue, unknown, StringMessage.Body("unknown"));
        var nameless = StringMessage.Properties(Guid.CreateVersion7());
        nameless.MessageId = null;
        await SendAsync(StringQueue, nameless, StringMessage.Body("nameless"));
        await SendAsync(StringQueue, StringMessage.Properties(Guid.CreateVersion7()), StringMessage.Body("good"));

        await EffectsAsync(count: 1);
        var letters = await DeadLettersAsync(StringValue.Descriptor, count: 3);
        letters.ShouldAllBe(letter => letter.Attempts == 1 && letter.Reason.Contains("PoisonException", StringComparison.Ordinal));
        script.Seen.ShouldHaveSingleItem().Text.ShouldBe("good");
    }

    [Fact]
    public async Task Consume_Transient_IsTriedAsOftenAsItTakes()
    {
        var tries = 0;
        var script = Script.Of((message, context) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            if (Interlocked.Increment(ref tries) <= 8)
            {
                throw new TransientException("the neighbour is away");
            }
        });
        var host = await StartAsync(script);

        await PublishAsync(host, new StringValue { Value = "patient" });

        await EffectsAsync(count: 1);
        script.Seen.Count.ShouldBe(9);
        script.Seen.ShouldAllBe(seen => seen.Context.Attempt == 1);
    }

    [Fact]
    public async Task Consume_NamedAsTransient_DoesNotCount()
    {
        var tries = 0;
        var script = Script.Of((message, context) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            if (Interlocked.Increment(ref tries) == 1)
            {
                throw new NotSupportedException();
            }
        });
        var host = await StartAsync(script, messaging => messaging.Consume<StringValue, ScriptedConsumer>().Transient<NotSupportedException>());

        await PublishAsync(host, new StringValue { Value = "named" });

        await EffectsAsync(count: 1);
        script.Seen.ShouldAllBe(seen => seen.Context.Attempt == 1);
    }

    [Fact]
    public async Task Consume_PostgresAway_PausesAndResumes()
    {
        var store = new NpgsqlConnectionStringBuilder(Database);
        await using var cable = new Cable(store.Host!, store.Port);
        var script = Script.Of((message, context) => Script.AppendEffect(context.Batch, message.Value));
        await StartAsync(script, database: new NpgsqlConnectionStringBuilder(Database) { Port = cable.Port }.ConnectionString);
        await SendAsync(StringQueue, StringMessage.Properties(Guid.CreateVersion7()), StringMessage.Body("before"));
        await EffectsAsync(count: 1);

        await cable.CutAsync();
        var seen = script.Seen.Count;
        await SendAsync(StringQueue, StringMessage.Properties(Guid.CreateVersion7()), StringMessage.Body("meanwhile"));
        await EventuallyAsync(() => Task.FromResult(script.Seen.Count > seen), "a try that fails");
        await EventuallyAsync(async () => await CountAsync(StringQueue) == 1, "the message back in the queue");
        cable.Mend();

        await EffectsAsync(count: 2);
        script.Seen.ShouldAllBe(message => message.Context.Attempt == 1);
        (await EffectsAsync()).ShouldBe(["before", "meanwhile"]);
    }

    [Fact]
    public async Task Consume_TakesTooLong_IsTriedAgain()
    {
        var script = new Script(async (message, context, cancellationToken) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            if (context.Attempt == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        });
        var host = await StartAsync(script, options: options => options.ConsumeTimeout = TimeSpan.FromMilliseconds(500));

        await PublishAsync(host, new StringValue { Value = "slow" });

        await EffectsAsync(count: 1);
        script.Seen.Select(seen => seen.Context.Attempt).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Consume_BrokerConnectionLost_LosesAndRepeatsNothing()
    {
        await using var cable = new Cable("127.0.0.1", new Uri(Broker).Port);
        var host = await StartAsync(broker: new UriBuilder(Broker) { Port = cable.Port }.ToString());
        var texts = Enumerable.Range(0, 400).Select(i => $"{i:000}").ToList();
        foreach (var chunk in texts.Chunk(20))
        {
            await PublishAsync(host, [.. chunk.Select(text => new StringValue { Value = text })]);
        }

        // In the middle of it, and again.
        foreach (var progress in new[] { 50, 200 })
        {
            await EffectsAsync(progress);
            await cable.CutAsync();
            cable.Mend();
        }

        await EffectsAsync(texts.Count);
        await OutboxEmptyAsync();
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(texts, ignoreOrder: true);
    }

    [Fact]
    public async Task Stop_WhileConsuming_LosesAndRepeatsNothing()
    {
        var script = new Script(async (message, context, cancellationToken) =>
        {
            Script.AppendEffect(context.Batch, message.Value);
            context.Batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_sleep(0.01)"));
            await Task.Yield();
        });
        var texts = Enumerable.Range(0, 200).Select(i => $"{i:000}").ToList();
        var host = await StartAsync(script);
        await PublishAsync(host, [.. texts.Select(text => new StringValue { Value = text })]);
        await EffectsAsync(count: 20);

        await StopAsync(host);
        var stopped = (await EffectsAsync()).Count;
        stopped.ShouldBeLessThan(texts.Count);
        await StartAsync(script);

        await EffectsAsync(texts.Count);
        await DrainedAsync();
        (await EffectsAsync()).ShouldBe(texts, ignoreOrder: true);
        // What was under way was finished before the end, not begun again after it.
        script.Seen.Count.ShouldBe(texts.Count);
    }
}
