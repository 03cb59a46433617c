using Google.Protobuf.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Exchanges and queues of the shop at the broker. Every declaration is idempotent and repeated with every new channel, so that
/// a broker that comes back empty is set up again.
/// </summary>
internal sealed class Topology(IOptions<MessagingOptions> options, TimeProvider time, ILogger<Topology> logger)
{
    private const string DefaultExchange = "";

    // How often the broker hands a message out again that took its consumer down with it, before it is a dead letter.
    private const int DeliveryLimit = 20;

    // Dead letters are looked at, which counts as a delivery, and never given up; some brokers have a limit unless told.
    private const int NoDeliveryLimit = 1_000_000;

    private readonly MessagingOptions _options = options.Value;
    private readonly QueueSetup _setup = new(options.Value.SettleTime, time, logger);

    public string Exchange => _options.Exchange;

    public string Queue(MessageDescriptor message) => QueueNames.Of(_options.Service, message);

    public string Wait(int step) => QueueNames.Wait(_options.Service, _options.RetryDelays[step]);

    /// <summary>What has to be there before this service publishes: the exchange, and the queues of those who must get its events.</summary>
    public async Task DeclareEventsAsync(BrokerConnection connection, IChannel channel, CancellationToken cancellationToken)
    {
        await DeclareExchangeAsync(channel, cancellationToken);
        var queues = EventContracts.PublishedBy(_options.Service).Select(pair => EventQueue(QueueNames.Of(pair.Consumer, pair.Event), pair.Event));
        await _setup.EnsureAsync(connection, queues, cancellationToken);
    }

    /// <summary>A queue that the replicas share, the one for its dead letters, and those where its messages wait for their next try.</summary>
    public async Task<string> DeclareQueueAsync(BrokerConnection connection, IChannel channel, MessageDescriptor message, CancellationToken cancellationToken)
    {
        await DeclareExchangeAsync(channel, cancellationToken);
        await _setup.EnsureAsync(connection, [.. Waits, EventQueue(Queue(message), message)], cancellationToken);
        return Queue(message);
    }

    /// <summary>The queues where messages of this service wait for their next try.</summary>
    public Task DeclareWaitsAsync(BrokerConnection connection, CancellationToken cancellationToken) =>
        _setup.EnsureAsync(connection, Waits, cancellationToken);

    /// <summary>A queue of this replica alone, gone with its connection. Returns its name.</summary>
    public async Task<string> DeclareReplicaQueueAsync(IChannel channel, MessageDescriptor message, CancellationToken cancellationToken)
    {
        await DeclareExchangeAsync(channel, cancellationToken);
        var queue = await channel.QueueDeclareAsync(
            $"{Queue(message)}.{Guid.NewGuid():n}", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue.QueueName, Exchange, message.FullName, cancellationToken: cancellationToken);
        return queue.QueueName;
    }

    // A message is published with its own queue's name as routing key; when its time is up the broker takes it to that queue.
    private IEnumerable<QueueGroup> Waits => _options.RetryDelays.Select(delay =>
    {
        var arguments = DeadLettering(routingKey: null);
        arguments["x-message-ttl"] = (long)delay.TotalMilliseconds;
        var wait = QueueNames.Wait(_options.Service, delay);
        return new QueueGroup(wait, [Quorum(wait, arguments)], Exchange: wait, RoutingKey: "");
    });

    private QueueGroup EventQueue(string queue, MessageDescriptor message)
    {
        var dead = QueueNames.Dead(queue);
        return new QueueGroup(
            queue, [Quorum(dead, new() { ["x-delivery-limit"] = NoDeliveryLimit }), Quorum(queue, DeadLettering(dead))], Exchange, message.FullName);
    }

    private Task DeclareExchangeAsync(IChannel channel, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);

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

    private static QueueDefinition Quorum(string queue, Dictionary<string, object?> arguments)
    {
        arguments["x-queue-type"] = "quorum";
        return new QueueDefinition(queue, arguments);
    }
}
