using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// A connection that is opened when somebody needs it and, after it was lost, when somebody needs it again. The client's own
/// recovery is off: whoever had a channel starts over with a new one, so that nothing is confirmed or acknowledged on a channel
/// that is not the one it came from.
/// </summary>
internal sealed partial class BrokerConnection(IConnectionFactory factory, string name, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IConnection? _connection;
    private volatile bool _blocked;

    /// <summary>Connected, and the broker takes messages (it does not while it is short of memory or disk).</summary>
    public bool IsOpen => _connection is { IsOpen: true } && !_blocked;

    /// <summary>Opens a channel, and waits for the broker as long as it takes.</summary>
    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions options, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        return await connection.CreateChannelAsync(options, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _opening.Dispose();
    }

    private async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
            while (!IsOpen)
            {
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
        catch (BrokerUnreachableException exception)
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

    private async ValueTask CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to the broker: {Name}")]
    private partial void LogConnected(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker is away: {Name}, {Reason}")]
    private partial void LogUnreachable(string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker takes no messages: {Name}, {Blocked}")]
    private partial void LogBlocked(string name, bool blocked);
}
