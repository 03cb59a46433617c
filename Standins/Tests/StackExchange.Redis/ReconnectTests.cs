using StackExchange.Redis;
using Standins.Tests.Servers;

namespace Standins.Tests.Redis;

/// <summary>The server is killed under load and comes back on the same port.</summary>
public sealed class ReconnectTests : IAsyncLifetime
{
    private readonly RedisServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Kill_WhileWriting_LosesNoAcknowledgedWrite()
    {
        await using var connection = await RedisConnections.OpenAsync(_server.ConnectionString);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 20).Select(number => new Writer(connection.GetDatabase(), $"writer:{number}")).ToArray();
        var writing = Task.WhenAll(writers.Select(writer => writer.WriteAsync(stop.Token)));

        for (var round = 0; round < 2; round++)
        {
            await AllProgressAsync(writers);
            await _server.KillAsync();
            await _server.StartAsync();
        }

        await AllProgressAsync(writers);
        await stop.CancelAsync();
        await writing.Soon();
        writers.Sum(writer => writer.Failed).ShouldBeGreaterThan(0);
        foreach (var writer in writers)
        {
            var there = await connection.GetDatabase().SetMembersAsync(writer.Key).Soon();
            writer.Acknowledged.Except(there.Select(value => (int)value)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Kill_WithCommandsInFlight_AnswersEachCaller()
    {
        await using var connection = await RedisConnections.OpenAsync(_server.ConnectionString);
        var commands = Enumerable.Range(0, 2000).Select(_ => connection.GetDatabase().ExecuteAsync("BLPOP", "never", "0")).ToArray();
        await _server.KillAsync();

        await Task.WhenAll(commands).ContinueWith(_ => { }, TaskScheduler.Default).Soon();
        commands.ShouldAllBe(command => command.IsFaulted);
        await _server.StartAsync();
        await Patience.UntilAsync(() => Task.FromResult(connection.IsConnected));
        (await connection.GetDatabase().StringSetAsync("back", "again").Soon()).ShouldBeTrue();
    }

    [Fact]
    public async Task Kill_Subscribed_SubscribesAgain()
    {
        await using var connection = await RedisConnections.OpenAsync(_server.ConnectionString);
        var subscriber = connection.GetSubscriber();
        var queue = await subscriber.SubscribeAsync(RedisChannel.Literal("news")).Soon();
        await _server.KillAsync();
        await _server.StartAsync();

        await Patience.UntilAsync(() => PublishesAsync(subscriber));
        ((string?)(await queue.ReadAsync().Soon()).Message).ShouldBe("hello");
    }

    private static async Task<bool> PublishesAsync(ISubscriber subscriber)
    {
        try
        {
            return await subscriber.PublishAsync(RedisChannel.Literal("news"), "hello") > 0;
        }
        catch (RedisException)
        {
            return false;
        }
    }

    private static Task AllProgressAsync(Writer[] writers)
    {
        var goals = writers.Select(writer => writer.Acknowledged.Count + 50).ToArray();
        return Patience.UntilAsync(() => Task.FromResult(writers.Zip(goals).All(pair => pair.First.Acknowledged.Count >= pair.Second)));
    }

    /// <summary>Adds one number after another to a set, and remembers which were acknowledged.</summary>
    private sealed class Writer(IDatabase database, string key)
    {
        public string Key => key;

        public List<int> Acknowledged { get; } = [];

        public int Failed { get; private set; }

        public async Task WriteAsync(CancellationToken cancellationToken)
        {
            for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
            {
                try
                {
                    await database.SetAddAsync(key, number);
                    Acknowledged.Add(number);
                }
                catch (RedisException)
                {
                    Failed++;
                    await Task.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                }
            }
        }
    }
}
