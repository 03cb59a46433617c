using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RabbitMQ.Client;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>Whoever sends dead letters again may be killed at any moment: nothing is lost by it, and nothing happens twice.</summary>
[Collection(ShopServers.Collection)]
public sealed class DeadLettersKillTests(ShopServers servers) : MessagingTest(servers)
{
    private const int Letters = 1500;

    [Fact]
    public async Task Retry_CommandKilledMidway_EveryLetterTakesEffectOnce()
    {
        await StartAsync(options: options => options.Concurrency = 16);
        var queue = Queue(StringValue.Descriptor);
        await FillAsync(QueueNames.Dead(queue));

        using (var command = Retry(queue))
        {
            await EffectsAsync(count: 20);
            command.Kill();
            await command.WaitForExitAsync(Token);
        }

        var before = await ScalarAsync<long>("SELECT count(*) FROM effect");
        var letters = await DeadLettersAsync();
        await using (letters)
        {
            // Otherwise it was not midway.
            (await letters.RetryAsync(queue, _ => true, Token)).ShouldBeGreaterThan(0, $"{before} had taken effect");
        }

        await EffectsAsync(count: Letters);
        await EventuallyAsync(async () => await CountAsync(queue) == 0, "an empty queue");
        (await EffectsAsync()).ShouldBe(Enumerable.Range(0, Letters).Select(Text), ignoreOrder: true);
        (await CountAsync(QueueNames.Dead(queue))).ShouldBe(0u);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task FillAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null), Token);
        await Task.WhenAll(Enumerable.Range(0, Letters).Select(number =>
        {
            var properties = new BasicProperties { MessageId = Guid.CreateVersion7().ToString(), Type = StringValue.Descriptor.FullName, DeliveryMode = DeliveryModes.Persistent };
            return channel.BasicPublishAsync("", queue, mandatory: true, properties, new StringValue { Value = Text(number) }.ToByteArray(), Token).AsTask();
        }));
    }

    private Process Retry(string queue) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Shop.Load.dll"), "deadletters", "retry", "--queue", queue, "--connection", Broker]))!;
}
