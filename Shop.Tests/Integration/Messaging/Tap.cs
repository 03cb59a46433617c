using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Shop.Tests.Integration.Messaging;

/// <summary>Sees every message of an exchange, in the order they were published.</summary>
internal sealed class Tap(IChannel channel) : IAsyncDisposable
{
    /// <summary>Their ids.</summary>
    public ConcurrentQueue<Guid> Seen { get; } = [];

    public static async Task<Tap> OpenAsync(IConnection connection, string exchange, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        var queue = await channel.QueueDeclareAsync(cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue.QueueName, exchange, "#", cancellationToken: cancellationToken);
        var tap = new Tap(channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            tap.Seen.Enqueue(Guid.Parse(delivery.BasicProperties.MessageId!));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellationToken);
        return tap;
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();
}
