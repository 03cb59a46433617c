using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Shop.ServiceDefaults.Postgres;
using Shop.Tests.Integration.Messaging;

namespace Shop.Tests.Integration.Postgres;

[Collection(ShopServers.Collection)]
public sealed class RequestIdsTests(ShopServers servers) : MessagingTest(servers)
{
    private const string Scope = "shop.test.v1.TestService/Do";

    private RequestIds Requests => new(Store);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await StopAsync(await StartAsync(consume: _ => { }));
    }

    [Fact]
    public async Task Execute_Repeated_GivesTheFirstAnswerAndNoSecondEffect()
    {
        var first = await ExecuteAsync(Key("id", "body"), answer: "first");
        var second = await ExecuteAsync(Key("id", "body"), answer: "second");

        first.Value.ShouldBe("first");
        second.Value.ShouldBe("first");
        (await EffectsAsync()).ShouldBe(["first"]);
    }

    [Fact]
    public async Task Execute_SameIdOtherRequest_Throws()
    {
        await ExecuteAsync(Key("id", "body"), answer: "first");

        await Should.ThrowAsync<RequestIdReusedException>(() => ExecuteAsync(Key("id", "another body"), answer: "second"));
        (await EffectsAsync()).ShouldBe(["first"]);
    }

    [Fact]
    public async Task Execute_SameIdOtherCaller_IsAnotherRequest()
    {
        await ExecuteAsync(Key("id", "body", caller: "alice"), answer: "hers");
        await ExecuteAsync(Key("id", "body", caller: "bob"), answer: "his");

        (await EffectsAsync()).ShouldBe(["hers", "his"]);
    }

    [Fact]
    public async Task Execute_EffectFails_KeepsNothingAndFreesTheId()
    {
        var key = Key("id", "body");
        await Should.ThrowAsync<PostgresException>(() => Requests.ExecuteAsync(
            key, new StringValue(), batch => batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 / 0")), Token));

        (await Requests.FindAsync<StringValue>(key, Token)).ShouldBeNull();
        (await ExecuteAsync(key, answer: "second try")).Value.ShouldBe("second try");
    }

    [Fact]
    public async Task Execute_ManyAtOnce_HaveOneEffectAndOneAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => ExecuteAsync(Key("id", "body"), answer: $"answer {i}")));

        answers.Select(answer => answer.Value).Distinct().ShouldHaveSingleItem().ShouldBe((await EffectsAsync()).ShouldHaveSingleItem());
    }

    [Fact]
    public async Task Execute_WhileTheFirstIsOpen_WaitsForItsAnswer()
    {
        await using var first = new BatchedTransaction(Store);
        RequestIds.Append(first.Batch, Key("id", "body"), new StringValue { Value = "slow" });
        await (await first.ReadAsync(Token)).DisposeAsync();

        var second = ExecuteAsync(Key("id", "body"), answer: "eager");
        await EventuallyAsync(
            async () => await ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 1,
            "the second to wait");
        second.IsCompleted.ShouldBeFalse();
        await first.CommitAsync(Token);

        (await second).Value.ShouldBe("slow");
        (await EffectsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Execute_WhileTheFirstRollsBack_TakesItsPlace()
    {
        Task<StringValue> second;
        await using (var first = new BatchedTransaction(Store))
        {
            RequestIds.Append(first.Batch, Key("id", "body"), new StringValue { Value = "never" });
            await (await first.ReadAsync(Token)).DisposeAsync();
            second = ExecuteAsync(Key("id", "body"), answer: "second");
        }

        (await second).Value.ShouldBe("second");
    }

    private static RequestKey Key(string requestId, string body, string caller = "alice") =>
        RequestKey.Of(Scope, caller, requestId, new StringValue { Value = body });

    private Task<StringValue> ExecuteAsync(RequestKey key, string answer) =>
        Requests.ExecuteAsync(key, new StringValue { Value = answer }, batch => Script.AppendEffect(batch, answer), Token);
}
