using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Order.V1;
using Shop.Load.DeadLetters;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

[Collection(ShopServers.Collection)]
public sealed class DeadLettersTests(ShopServers servers) : MessagingTest(servers)
{
    private bool _repaired;

    [Fact]
    public async Task List_QueueThatIsNotThere_IsEmpty()
    {
        await using var deadLetters = await DeadLettersAsync();

        (await deadLetters.ListAsync("nobody.nothing", limit: 10, Token)).ShouldBeEmpty();
        (await deadLetters.RetryAsync("nobody.nothing", _ => true, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task List_Repeatedly_ShowsTheSameAndTakesNothing()
    {
        await BreakAsync("a", "b", "c");
        await using var deadLetters = await DeadLettersAsync();

        for (var i = 0; i < 30; i++)
        {
            (await deadLetters.ListAsync(StringQueue, limit: 10, Token)).Select(Text).ShouldBe(["a", "b", "c"], ignoreOrder: true);
        }

        (await deadLetters.ListAsync(StringQueue, limit: 2, Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Retry_Repaired_TakesEffectAsIfNothingHadBeen()
    {
        var script = await BreakAsync("a", "b", "c");
        await using var deadLetters = await DeadLettersAsync();
        var before = script.Seen.Count;
        _repaired = true;

        (await deadLetters.RetryAsync(StringQueue, letter => Text(letter) != "b", Token)).ShouldBe(2);

        await EffectsAsync(count: 2);
        (await EffectsAsync()).ShouldBe(["a", "c"], ignoreOrder: true);
        script.Seen.Skip(before).ShouldAllBe(seen => seen.Context.Attempt == 1);
        (await DeadLettersAsync(StringValue.Descriptor, count: 1)).Select(Text).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Retry_StillBroken_ComesToAnEnd()
    {
        await BreakAsync("a", "b");
        await using var deadLetters = await DeadLettersAsync();

        (await deadLetters.RetryAsync(StringQueue, _ => true, Token)).ShouldBe(2);

        (await DeadLettersAsync(StringValue.Descriptor, count: 2)).Select(Text).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task Consume_PoisonAmongOthers_ComesToRestAndTheOthersTakeEffect()
    {
        var script = Script.Of((message, context) =>
        {
            if (message.Value == "poison")
            {
                throw new InvalidOperationException("broken");
            }

            Script.AppendEffect(context.Batch, message.Value);
        });
        var host = await StartAsync(script, options: options => (options.Concurrency, options.Prefetch) = (1, 1));

        await PublishAsync(host, [new StringValue { Value = "poison" }, .. Enumerable.Range(0, 20).Select(i => new StringValue { Value = $"{i:00}" })]);

        await EffectsAsync(count: 20);
        var letter = (await DeadLettersAsync(StringValue.Descriptor, count: 1)).ShouldHaveSingleItem();
        letter.Attempts.ShouldBe(4);
        letter.LastFailureTime!.Value.ShouldBeGreaterThan(letter.FirstFailureTime!.Value);
    }

    [Fact]
    public async Task Command_ListShowRetry_TellsAllAndSendsAgain()
    {
        await BreakAsync("a", "b");
        var letters = await DeadLettersAsync(StringValue.Descriptor, count: 2);
        var (a, b) = (letters.Single(letter => Text(letter) == "a"), letters.Single(letter => Text(letter) == "b"));

        var list = await CommandAsync("list", "--queue", StringQueue);
        list.ShouldContain($"{a.MessageId}  {StringQueue}  google.protobuf.StringValue");
        list.ShouldContain("System.InvalidOperationException: broken");
        list.ShouldContain("attempts  2, first ");
        list.ShouldContain("2 dead letters");
        (await CommandAsync("list", "--queue", StringQueue, "--type", "OrderPlaced")).ShouldContain("0 dead letters");

        _repaired = true;
        (await CommandAsync("retry", $"{b.MessageId}", "--queue", StringQueue)).ShouldContain($"{StringQueue}: 1 sent again");

        await EffectsAsync(count: 1);
        (await EffectsAsync()).ShouldBe(["b"]);
        (await CommandAsync("list", "--queue", StringQueue)).ShouldContain("1 dead letter");
        (await CommandAsync("retry", "--queue", StringQueue, "--type", "StringValue")).ShouldContain("1 in all");
        await EffectsAsync(count: 2);
    }

    [Fact]
    public async Task Command_Show_IsJsonWithoutWhatIsSecret()
    {
        await BreakAsync("a");
        var order = new OrderPlaced { OrderId = "0190b6f3-0000-7000-8000-000000000001", PaymentToken = "tok_secret", OwnerId = "guest-1" };
        var id = Guid.CreateVersion7();
        await SendAsync(QueueNames.Dead(StringQueue), new() { MessageId = id.ToString(), Type = OrderPlaced.Descriptor.FullName }, order.ToByteArray());

        var shown = await CommandAsync("show", $"{id}", "--queue", StringQueue);

        shown.ShouldContain("\"order_id\": \"0190b6f3-0000-7000-8000-000000000001\"");
        shown.ShouldContain("\"payment_token\": \"[redacted]\"");
        shown.ShouldNotContain("tok_secret");
        (await CommandAsync("show", $"{Guid.NewGuid()}", "--queue", StringQueue)).ShouldContain("no such dead letter");
    }

    private async Task<string> CommandAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await DeadLettersCommand.Create().Parse([.. arguments, "--connection", Broker]).InvokeAsync(new() { Output = output, Error = output }, Token);
        return output.ToString();
    }

    private static string Text(DeadLetter letter) => StringValue.Parser.ParseFrom(letter.Payload.Span).Value;

    private async Task<Script> BreakAsync(params string[] texts)
    {
        var script = Script.Of((message, context) =>
        {
            if (!_repaired)
            {
                throw new InvalidOperationException("broken");
            }

            Script.AppendEffect(context.Batch, message.Value);
        });
        var host = await StartAsync(script, options: options => options.RetryDelays = [TimeSpan.FromMilliseconds(50)]);
        await PublishAsync(host, [.. texts.Select(text => new StringValue { Value = text })]);
        await DeadLettersAsync(StringValue.Descriptor, texts.Length);
        return script;
    }
}
