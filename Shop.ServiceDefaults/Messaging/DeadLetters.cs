using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// The messages that were given up, for whoever looks after them. Looking takes a message out and puts it back: for that moment
/// somebody else who looks does not see it.
/// </summary>
public sealed class DeadLetters : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirming = new(
        publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    private readonly IConnection _connection;

    private DeadLetters(IConnection connection) => _connection = connection;

    /// <summary>Every queue that the contracts know of, by name.</summary>
    public static IReadOnlyList<string> Queues { get; } =
        [.. EventContracts.All().Select(pair => QueueNames.Of(pair.Consumer, pair.Event)).Order(StringComparer.Ordinal)];

    /// <summary>Connects to the broker of a shop.</summary>
    /// <param name="connectionString">As services get it: <c>amqp://user:password@host:port</c>.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    public static async Task<DeadLetters> ConnectAsync(string connectionString, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(connectionString), AutomaticRecoveryEnabled = false };
        return new DeadLetters(await factory.CreateConnectionAsync("dead letters", cancellationToken));
    }

    /// <summary>The dead letters of a queue, oldest first.</summary>
    /// <param name="queue">The queue they were consumed from, e.g. <c>order.payment-authorized</c>; one that is not there has none.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string queue, int limit, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(queue, cancellationToken))
        {
            return [];
        }

        // Nothing is acknowledged, so the end of the channel puts everything back.
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var letters = new List<DeadLetter>();
        while (letters.Count < limit && await GetAsync(channel, queue, cancellationToken) is { } got)
        {
            letters.Add(Read(queue, got));
        }

        return letters;
    }

    /// <summary>
    /// Sends dead letters back to their queue, as if they had never been tried. Each is confirmed there before it is taken off
    /// here: a crash in between leaves both, and the inbox sees to it. Returns how many were sent.
    /// </summary>
    /// <param name="queue">The queue they were consumed from.</param>
    /// <param name="which">Which of them; the others stay.</param>
    /// <param name="cancellationToken">Stops after the one at hand.</param>
    public async Task<int> RetryAsync(string queue, Func<DeadLetter, bool> which, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(queue, cancellationToken))
        {
            return 0;
        }

        await using var channel = await _connection.CreateChannelAsync(Confirming, cancellationToken);
        var sent = new HashSet<string>(StringComparer.Ordinal);
        while (await GetAsync(channel, queue, cancellationToken) is { } got)
        {
            if (!which(Read(queue, got)))
            {
                continue;
            }

            // Back again already: it failed at once, and would for ever.
            if (!sent.Add(got.BasicProperties.MessageId ?? $"without id {got.DeliveryTag}"))
            {
                break;
            }

            await channel.BasicPublishAsync("", queue, mandatory: true, Fresh(got.BasicProperties), got.Body, cancellationToken);
            await channel.BasicAckAsync(got.DeliveryTag, multiple: false, cancellationToken);
        }

        return sent.Count;
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static Task<BasicGetResult?> GetAsync(IChannel channel, string queue, CancellationToken cancellationToken) =>
        channel.BasicGetAsync(QueueNames.Dead(queue), autoAck: false, cancellationToken);

    private async Task<bool> ExistsAsync(string queue, CancellationToken cancellationToken)
    {
        // Asking for a queue that is not there costs the channel.
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await channel.QueueDeclarePassiveAsync(QueueNames.Dead(queue), cancellationToken);
            return true;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    private static DeadLetter Read(string queue, BasicGetResult got)
    {
        var properties = got.BasicProperties;
        return new DeadLetter(
            Guid.TryParse(properties.MessageId, out var id) ? id : null,
            properties.Type ?? "",
            queue,
            // Without our reason it was the broker that gave it up: it took its consumer down with it, time and again.
            properties.Text(MessageHeaders.Reason) ?? $"given up by the broker: {properties.Text("x-first-death-reason")}",
            (int)(properties.Number(MessageHeaders.Attempt) ?? 0),
            properties.Time(MessageHeaders.OccurTime),
            properties.Time(MessageHeaders.FirstFailureTime),
            properties.Time(MessageHeaders.LastFailureTime),
            ActivityContext.TryParse(properties.Text(MessageHeaders.TraceParent), traceState: null, out var trace) ? trace.TraceId.ToHexString() : null,
            got.Body.ToArray());
    }

    private static BasicProperties Fresh(IReadOnlyBasicProperties properties) => new(properties)
    {
        Headers = (properties.Headers ?? new Dictionary<string, object?>())
            .Where(header => header.Key is MessageHeaders.TraceParent or MessageHeaders.TraceState or MessageHeaders.OccurTime)
            .ToDictionary(),
    };
}
