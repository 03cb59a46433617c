using System.Collections.Concurrent;
using Google.Protobuf;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Keeps the messages of one kind that are published from now on.</summary>
internal sealed class Listener<TMessage> : IAsyncDisposable where TMessage : class, IMessage<TMessage>, new()
{
    private readonly IConnection _connection;

    private Listener(IConnection connection) => _connection = connection;

    public ConcurrentQueue<TMessage> Told { get; } = [];

    public static async Task<Listener<TMessage>> StartAsync(string broker, string exchange, Func<TMessage, bool> isOfInterest)
    {
        var connection = await TestBroker.ConnectAsync(broker);
        var listener = new Listener<TMessage>(connection);
        var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, exchange, new TMessage().Descriptor.FullName);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var message = new TMessage();
            message.MergeFrom(delivery.Body.Span);
            if (isOfInterest(message))
            {
                listener.Told.Enqueue(message);
            }

            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return listener;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
