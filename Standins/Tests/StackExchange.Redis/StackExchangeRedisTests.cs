using StackExchange.Redis;
using Standins.Tests.Servers;

namespace Standins.Tests.Redis;

/// <summary>The real driver on its stand-in leaves.</summary>
[Collection(RedisCollection.Name)]
public sealed class StackExchangeRedisTests(RedisServer server) : IAsyncLifetime
{
    private readonly string _prefix = $"{Guid.NewGuid():n}:";
    private ConnectionMultiplexer _connection = null!;

    private IDatabase Database => _connection.GetDatabase();

    public async Task InitializeAsync() => _connection = await RedisConnections.OpenAsync(server.ConnectionString);

    public async Task DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public async Task Commands_ThousandsInFlight_AreAnsweredEach()
    {
        const int Count = 20_000;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => Database.StringSetAsync(_prefix + number, number))).Soon();

        var values = await Task.WhenAll(Enumerable.Range(0, Count).Select(number => Database.StringGetAsync(_prefix + number))).Soon();
        values.Select(value => (int)value).ShouldBe(Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task Commands_OfOneWriter_KeepTheirOrder()
    {
        const int Count = 5000;
        var pushes = Enumerable.Range(0, Count).Select(number => Database.ListRightPushAsync(_prefix, number)).ToArray();

        (await Task.WhenAll(pushes).Soon()).ShouldBe(Enumerable.Range(1, Count).Select(length => (long)length));
        (await Database.ListRangeAsync(_prefix).Soon()).Select(value => (int)value).ShouldBe(Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task Commands_FromManyBlockedThreads_AreAnswered()
    {
        const int Threads = 64;
        const int Rounds = 50;
        var done = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, Rounds).Select(_ => Database.StringIncrement(_prefix)).ToArray(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        var numbers = await Task.WhenAll(done).Soon();
        numbers.SelectMany(number => number).Order().ShouldBe(Enumerable.Range(1, Threads * Rounds).Select(number => (long)number));
    }

    [Theory]
    [InlineData((1024 * 1024) + 1)]
    [InlineData(32 * 1024 * 1024)]
    public async Task LargeValue_BesideSmallCommands_ComesBackWhole(int length)
    {
        var value = new byte[length];
        new Random(length).NextBytes(value);
        var writing = Database.StringSetAsync(_prefix, value);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Database.StringIncrementAsync(_prefix + "small"))).Soon();
        await writing.Soon();

        var reads = Enumerable.Range(0, 3).Select(_ => Database.StringGetAsync(_prefix)).ToArray();
        foreach (var read in await Task.WhenAll(reads).Soon())
        {
            ((byte[]?)read).AsSpan().SequenceEqual(value).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task LargeArray_NestedArrays_ComeBackWhole()
    {
        const int Count = 100_000;
        await Database.ListRightPushAsync(_prefix + "list", [.. Enumerable.Range(0, Count).Select(number => (RedisValue)number)]).Soon();
        var added = Enumerable.Range(0, 200).Select(number => Database.StreamAddAsync(_prefix + "stream", [new("number", number), new("text", $"{number}")]));
        await Task.WhenAll(added).Soon();

        (await Database.ListRangeAsync(_prefix + "list").Soon()).Select(value => (int)value).ShouldBe(Enumerable.Range(0, Count));
        var entries = await Database.StreamReadAsync(_prefix + "stream", "0-0").Soon();
        entries.Select(entry => ((int)entry["number"], (string?)entry["text"])).ShouldBe(Enumerable.Range(0, 200).Select(number => (number, (string?)$"{number}")));
    }

    [Fact]
    public async Task Script_KeysAndArguments_RunsAtOnce()
    {
        const string Script = "redis.call('HINCRBY', KEYS[1], ARGV[1], ARGV[2]) return {redis.call('HGETALL', KEYS[1]), ARGV[2]}";
        var answers = await Task.WhenAll(Enumerable.Range(1, 200).Select(_ => Database.ScriptEvaluateAsync(Script, [_prefix], ["apples", 2]))).Soon();

        ((RedisValue[]?)((RedisResult[]?)answers[^1])![0])!.ShouldBe(["apples", "400"]);
        var prepared = await LuaScript.Prepare("return redis.call('HGET', @key, @field)").EvaluateAsync(Database, new { key = (RedisKey)_prefix, field = "apples" }).Soon();
        ((int)prepared).ShouldBe(400);
    }

    [Fact]
    public async Task Script_Fails_OnlyItsCallerHearsOfIt()
    {
        var failing = Database.ScriptEvaluateAsync("return redis.error_reply('OUT_OF_STOCK')");
        var following = Database.PingAsync();

        (await Should.ThrowAsync<RedisServerException>(failing.Soon())).Message.ShouldContain("OUT_OF_STOCK");
        await following.Soon();
    }

    [Fact]
    public async Task Publish_Subscribed_ArrivesInOrder()
    {
        const int Count = 2000;
        await using var other = await RedisConnections.OpenAsync(server.ConnectionString);
        var queue = await other.GetSubscriber().SubscribeAsync(RedisChannel.Literal(_prefix)).Soon();
        var pattern = await other.GetSubscriber().SubscribeAsync(RedisChannel.Pattern(_prefix[..8] + "*")).Soon();

        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => _connection.GetSubscriber().PublishAsync(RedisChannel.Literal(_prefix), number))).Soon();

        for (var number = 0; number < Count; number++)
        {
            ((int)(await queue.ReadAsync().Soon()).Message).ShouldBe(number);
            ((int)(await pattern.ReadAsync().Soon()).Message).ShouldBe(number);
        }

        await queue.UnsubscribeAsync().Soon();
        (await _connection.GetSubscriber().PublishAsync(RedisChannel.Literal(_prefix), "late").Soon()).ShouldBe(1);
    }

    [Fact]
    public async Task Transaction_ConditionHolds_AppliesAllOrNothing()
    {
        var first = Database.CreateTransaction();
        first.AddCondition(Condition.KeyNotExists(_prefix));
        var increments = Enumerable.Range(0, 100).Select(_ => first.StringIncrementAsync(_prefix)).ToArray();
        (await first.ExecuteAsync().Soon()).ShouldBeTrue();
        (await increments[^1].Soon()).ShouldBe(100);

        var second = Database.CreateTransaction();
        second.AddCondition(Condition.KeyNotExists(_prefix));
        var increment = second.StringIncrementAsync(_prefix);
        (await second.ExecuteAsync().Soon()).ShouldBeFalse();
        await Should.ThrowAsync<TaskCanceledException>(increment.Soon());
        ((int)await Database.StringGetAsync(_prefix).Soon()).ShouldBe(100);
    }

    [Fact]
    public async Task Commands_ServerStandsStill_WaitAndAreAnsweredAll()
    {
        await using var other = await RedisConnections.OpenAsync(server.ConnectionString);
        var standstill = other.GetDatabase().ExecuteAsync("DEBUG", "SLEEP", "1");
        // Far more than the pipe and the socket hold.
        var value = new byte[200_000];
        var writes = Enumerable.Range(0, 300).Select(number => Database.StringSetAsync(_prefix + (number % 10), value)).ToArray();

        (await Task.WhenAll(writes).Soon()).ShouldAllBe(written => written);
        await standstill.Soon();
    }

    [Fact]
    public async Task Dispose_WithCommandsInFlight_LeavesNoneUnanswered()
    {
        var other = await RedisConnections.OpenAsync(server.ConnectionString);
        var commands = Enumerable.Range(0, 5000).Select(number => other.GetDatabase().StringSetAsync(_prefix + (number % 100), number)).ToArray();
        await other.DisposeAsync();

        await Task.WhenAll(commands).ContinueWith(_ => { }, TaskScheduler.Default).Soon();
        commands.ShouldAllBe(command => command.IsCompleted);
    }

    [Fact]
    public async Task Tunnel_AStreamInBetween_CarriesTheProtocol()
    {
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        options.Tunnel = new StreamTunnel();
        await using var tunnelled = await ConnectionMultiplexer.ConnectAsync(options).Soon();

        var value = new byte[3_000_000];
        await tunnelled.GetDatabase().StringSetAsync(_prefix, value).Soon();
        ((byte[]?)await tunnelled.GetDatabase().StringGetAsync(_prefix).Soon()).ShouldNotBeNull().Length.ShouldBe(value.Length);
    }

    [Fact]
    public async Task Counters_AfterCommands_AreThere()
    {
        await Database.PingAsync().Soon();

        _connection.GetCounters().Interactive.OperationCount.ShouldBeGreaterThan(0);
        _connection.GetStatus().ShouldContain("ConnectedEstablished");
    }
}
