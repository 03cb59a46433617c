using Google.Protobuf.Reflection;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Exchanges and queues of the shop at the broker. Every declaration is idempotent and repeated with every new channel, so that
/// a broker that comes back empty is set up again.
/// </summary>
internal sealed class Topology(IOptions<MessagingOptions> options)
{
    private const string DefaultExchange = "";

    // How often the broker hands a message out again that took its consumer down with it, before it is a dead letter.
    private const int DeliveryLimit = 20;

    // Dead letters are looked at, which counts as a delivery, and never given up; some brokers have a limit unless told.
    private const int NoDeliveryLimit = 1_000_000;

    private readonly MessagingOptions _options = options.Value;

    public string Exchange => _options.Exchange;

    public string Queue(MessageDescriptor message) => QueueNames.Of(_options.Service, message);

    public string Wait(int step) => QueueNames.Wait(_options.Service, _options.RetryDelays[step]);

    /// <summary>What has to be there before this service publishes: the exchange, and the queues of those who must get its events.</summary>
    public async Task DeclareEventsAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await DeclareExchangeAsync(channel, cancellationToken);
        foreach (var (message, consumer) in EventContracts.PublishedBy(_options.Service))
        {
            await DeclareQueueAsync(channel, QueueNames.Of(consumer, message), message, cancellationToken);
        }
    }

    public Task DeclareExchangeAsync(IChannel channel, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);

    /// <summary>A queue that the replicas share, and the one for its dead letters.</summary>
    public async Task DeclareQueueAsync(IChannel channel, string queue, MessageDescriptor message, CancellationToken cancellationToken)
    {
        await DeclareExchangeAsync(channel, cancellationToken);
        await QuorumAsync(channel, QueueNames.Dead(queue), new() { ["x-delivery-limit"] = NoDeliveryLimit }, cancellationToken);
        await QuorumAsync(channel, queue, DeadLettering(QueueNames.Dead(queue)), cancellationToken);
        await channel.QueueBindAsync(queue, Exchange, message.FullName, cancellationToken: cancellationToken);
    }

    /// <summary>
    /// The queues where messages wait for their next try. A message is published with its own queue's name as routing key; when
    /// its time is up the broker takes it to the queue of that name.
    /// </summary>
    public async Task DeclareWaitsAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var delay in _options.RetryDelays)
        {
            var wait = QueueNames.Wait(_options.Service, delay);
            var arguments = DeadLettering(routingKey: null);
            arguments["x-message-ttl"] = (long)delay.TotalMilliseconds;
            await channel.ExchangeDeclareAsync(wait, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            await QuorumAsync(channel, wait, arguments, cancellationToken);
            await channel.QueueBindAsync(wait, wait, "", cancellationToken: cancellationToken);
        }
    }

    /// <summary>A queue of this replica alone, gone with its connection. Returns its name.</summary>
    public async Task<string> DeclareReplicaQueueAsync(IChannel channel, MessageDescriptor message, CancellationToken cancellationToken)
    {
        await DeclareExchangeAsync(channel, cancellationToken);
        var queue = await channel.QueueDeclareAsync(
            $"{Queue(message)}.{Guid.NewGuid():n}", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue.QueueName, Exchange, message.FullName, cancellationToken: cancellationToken);
        return queue.QueueName;
    }

    // At least once: the broker keeps the message until the queue it goes to has taken it.
    private static Dictionary<string, object?> DeadLettering(string? routingKey)
    {
        var arguments = new Dictionary<string, object?>
        {
            ["x-dead-letter-exchange"] = DefaultExchange,
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };
        if (routingKey is not null)
        {
            arguments["x-dead-letter-routing-key"] = routingKey;
            arguments["x-delivery-limit"] = DeliveryLimit;
        }

        return arguments;
    }

    private static Task<QueueDeclareOk> QuorumAsync(IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["x-queue-type"] = "quorum";
        return channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
    }
}
