using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.Load.Verify;

/// <summary>Counts what is in queues, without touching it.</summary>
internal sealed class BrokerQueues : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private readonly IConnection _connection;

    private BrokerQueues(IConnection connection) => _connection = connection;

    public static async Task<BrokerQueues> ConnectAsync(string broker, CancellationToken cancellationToken) =>
        new(await new ConnectionFactory { Uri = new Uri(broker), AutomaticRecoveryEnabled = false }.CreateConnectionAsync("verify", cancellationToken));

    /// <summary>Counts those that exist.</summary>
    public async Task<IReadOnlyList<CountedQueue>> CountAsync(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        var counted = new List<CountedQueue>();
        foreach (var queue in queues)
        {
            if (await CountAsync(queue, cancellationToken) is { } count)
            {
                counted.Add(count);
            }
        }

        return counted;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // A channel each: asking for a queue that is not there costs the channel.
    private async Task<CountedQueue?> CountAsync(string queue, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: limit.Token);
        try
        {
            return new CountedQueue(queue, await channel.MessageCountAsync(queue, limit.Token), IsMute: false);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CountedQueue(queue, 0, IsMute: true);
        }
    }
}
