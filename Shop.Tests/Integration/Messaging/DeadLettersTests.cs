using Google.Protobuf.WellKnownTypes;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

[Collection(ShopServers.Collection)]
public sealed class DeadLettersTests(ShopServers servers) : MessagingTest(servers)
{
    private bool _repaired;

    private string StringQueue => Queue(StringValue.Descriptor);

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
