using System.Collections.Concurrent;
using Google.Protobuf;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Contracts.Order.V1;

namespace Shop.Tests.Integration.Orders;

/// <summary>Hears every event of Order, and has the models of Inventory and Payment do what those services would.</summary>
internal sealed class EventLog(IConnection connection, IChannel channel, StockModel stock, MoneyModel money) : IAsyncDisposable
{
    private static readonly MessageParser[] Parsers = [OrderPlaced.Parser, OrderConfirmed.Parser, OrderCancelled.Parser, OrderShipped.Parser, OrderDelivered.Parser, OrderRefunded.Parser];

    private readonly ConcurrentQueue<IMessage> _heard = new();

    public static async Task<EventLog> OpenAsync(string broker, string exchange, StockModel stock, MoneyModel money)
    {
        var connection = await TestBroker.ConnectAsync(broker);
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, exchange, "shop.order.v1.#");
        var log = new EventLog(connection, channel, stock, money);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            log.Hear(delivery.BasicProperties.Type!, delivery.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return log;
    }

    public IReadOnlyList<TEvent> Of<TEvent>() => [.. _heard.OfType<TEvent>()];

    /// <summary>Publishes an event of another service, as its outbox would.</summary>
    public async Task PublishAsync(string exchange, IMessage message, Guid? id = null) => await channel.BasicPublishAsync(
        exchange,
        message.Descriptor.FullName,
        mandatory: true,
        new BasicProperties { MessageId = (id ?? Guid.CreateVersion7()).ToString(), Type = message.Descriptor.FullName, DeliveryMode = DeliveryModes.Persistent },
        message.ToByteArray());

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private void Hear(string type, byte[] body)
    {
        var message = Parsers.Select(parser => parser.ParseFrom([])).First(empty => empty.Descriptor.FullName == type).Descriptor.Parser.ParseFrom(body);
        switch (message)
        {
            case OrderConfirmed confirmed:
                money.Capture(confirmed.OrderId);
                break;
            case OrderCancelled cancelled:
                stock.Release(cancelled.OrderId);
                money.Undo(cancelled.OrderId);
                break;
        }

        _heard.Enqueue(message);
    }
}
