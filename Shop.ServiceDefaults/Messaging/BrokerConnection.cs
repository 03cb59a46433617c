using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// A connection that is opened when somebody needs it and, after it was lost, when somebody needs it again. The client's own
/// recovery is off: whoever had a channel starts over with a new one, so that nothing is confirmed or acknowledged on a channel
/// that is not the one it came from.
/// <para>
/// A connection on which the broker does not answer is dropped: a broker that was stopped, or a line that broke without a word,
/// leaves one that is open by the look of it and never answers again.
/// </para>
/// </summary>
internal sealed partial class BrokerConnection(IConnectionFactory factory, string name, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    // A new channel is a matter of a millisecond; a broker that is this slow is stopped, or gone.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // A broker that answers at all answers this fast when it is told good-bye.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private IConnection? _connection;
    private volatile bool _blocked;

    /// <summary>Connected, and the broker takes messages (it does not while it is short of memory or disk).</summary>
    public bool IsOpen => _connection is { IsOpen: true } && !_blocked;

    /// <summary>Opens a channel, and waits for the broker as long as it takes.</summary>
    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions options, CancellationToken cancellationToken)
    {
        var backoff = NewBackoff();
        while (true)
        {
            var connection = await OpenAsync(cancellationToken);
            try
            {
                return await connection.CreateChannelAsync(options, cancellationToken).WaitAsync(AnswerTimeout, time, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsLoss(exception))
            {
                await DropAsync(connection, exception);
            }

            await backoff.DelayAsync(time, cancellationToken);
        }
    }

    /// <summary>
    /// Ends a channel, in a moment at most: one that the broker does not answer on is left behind. Whether the connection is any
    /// good the next channel will show; another one of it may be well, when only a queue does not answer.
    /// </summary>
    public async Task CloseAsync(IChannel channel)
    {
        try
        {
            await channel.CloseAsync(Constants.ReplySuccess, "Goodbye", abort: true, CancellationToken.None).WaitAsync(CloseTimeout, time);
            await channel.DisposeAsync();
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // Nothing of it is needed any more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _opening.Dispose();
    }

    /// <summary>Whether the line or the broker failed, or did not answer in time.</summary>
    public static bool IsLoss(Exception exception) =>
        exception is RabbitMQClientException or OperationCanceledException or TimeoutException or IOException or SocketException or ObjectDisposedException;

    private static Backoff NewBackoff() => new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));

    private async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            var backoff = NewBackoff();
            while (!IsOpen)
            {
                // While it is blocked it is kept: the broker tells when it takes messages again.
                if (_connection is { IsOpen: true } || !await TryConnectAsync(cancellationToken))
                {
                    await backoff.DelayAsync(time, cancellationToken);
                }
            }

            return _connection!;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CloseAsync();
            var connection = await factory.CreateConnectionAsync(name, cancellationToken);
            connection.ConnectionBlockedAsync += (_, _) => SetBlocked(true);
            connection.ConnectionUnblockedAsync += (_, _) => SetBlocked(false);
            _blocked = false;
            _connection = connection;
            LogConnected(name);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsLoss(exception))
        {
            LogUnreachable(name, (exception.InnerException ?? exception).Message);
            return false;
        }
    }

    private Task SetBlocked(bool blocked)
    {
        _blocked = blocked;
        LogBlocked(name, blocked);
        return Task.CompletedTask;
    }

    // Only the one that failed: somebody else may have a new one by now.
    private async Task DropAsync(IConnection connection, Exception reason)
    {
        if (Interlocked.CompareExchange(ref _connection, null, connection) == connection)
        {
            LogDropped(name, reason.Message);
            await CloseAsync(connection);
        }
    }

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await CloseAsync(connection);
        }
    }

    private static async Task CloseAsync(IConnection connection)
    {
        await connection.AbortAsync(CloseTimeout);
        await connection.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to the broker: {Name}")]
    private partial void LogConnected(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker is away: {Name}, {Reason}")]
    private partial void LogUnreachable(string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker does not answer on a connection, which is given up: {Name}, {Reason}")]
    private partial void LogDropped(string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker takes no messages: {Name}, {Blocked}")]
    private partial void LogBlocked(string name, bool blocked);
}
