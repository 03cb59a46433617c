using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Declares queues so that what they confirm is kept. A quorum queue is on disk at once, but the broker's list of the queues whose
/// leader it has to start again follows about half a second later: killed before that, it comes back with a queue that never has
/// a leader again, and with none of the messages that it had confirmed there (rabbitmq-server#15725).
/// <para>
/// So a new queue is bound only when it has settled, that is, when the broker has lived on for a while with it, and an exchange of
/// its name records that. A queue without that record was never bound: nothing has been published to it, and when it does not
/// answer it is deleted and made anew. One with the record is never deleted, whatever it does: a cluster that has lost the
/// majority of a queue for now looks just the same.
/// </para>
/// </summary>
internal sealed partial class QueueSetup(TimeSpan settleTime, TimeProvider time, ILogger logger)
{
    // The broker holds a queue to be dead after five seconds by itself.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    // Another process is at it, which takes it about the time to settle. The broker logs each look at what is not there as an error.
    private readonly TimeSpan _pause = settleTime / 4 > ShortestPause ? settleTime / 4 : ShortestPause;

    // Consumers of a service share the queues where messages wait: one of them sets those up, and the others find them.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Returns when the queues are there, have settled and are bound. Idempotent; repeated after every loss of the broker.</summary>
    public Task EnsureAsync(BrokerConnection connection, IEnumerable<QueueGroup> groups, CancellationToken cancellationToken) =>
        Task.WhenAll(groups.Select(group => EnsureAsync(connection, group, cancellationToken)));

    private async Task EnsureAsync(BrokerConnection connection, QueueGroup group, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(group.Name, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (!await HasSettledAsync(connection, group, cancellationToken))
            {
                await OnChannelAsync(connection, channel => SettleAsync(connection, channel, group, cancellationToken), cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }

        await OnChannelAsync(connection, channel => channel.QueueBindAsync(group.Name, group.Exchange, group.RoutingKey, cancellationToken: cancellationToken), cancellationToken);
    }

    private static async Task<bool> HasSettledAsync(BrokerConnection connection, QueueGroup group, CancellationToken cancellationToken) =>
        await IsThereAsync(connection, channel => channel.ExchangeDeclarePassiveAsync(group.Name, cancellationToken), cancellationToken)
        && await IsThereAsync(connection, channel => PassiveAsync(channel, group, cancellationToken), cancellationToken);

    private async Task SettleAsync(BrokerConnection connection, IChannel channel, QueueGroup group, CancellationToken cancellationToken)
    {
        if (!await TryLockAsync(channel, group, cancellationToken))
        {
            await Task.Delay(_pause, time, cancellationToken);
            return;
        }

        if (await HasSettledAsync(connection, group, cancellationToken))
        {
            return;
        }

        // When somebody has deleted a queue, the record of it goes too.
        await channel.ExchangeDeleteAsync(group.Name, cancellationToken: cancellationToken);
        foreach (var queue in group.Queues)
        {
            await DeleteDeadAsync(connection, channel, queue.Name, cancellationToken);
            await channel.QueueDeclareAsync(queue.Name, durable: true, exclusive: false, autoDelete: false, queue.Arguments, cancellationToken: cancellationToken);
        }

        LogCreated(group.Name);
        await Task.Delay(settleTime, time, cancellationToken);
        // The channel proves that the broker has lived on.
        await channel.ExchangeDeclareAsync(group.Name, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
    }

    // One at a time, among all processes: what another one has just bound must not be taken for new. Held until the channel ends.
    private static async Task<bool> TryLockAsync(IChannel channel, QueueGroup group, CancellationToken cancellationToken)
    {
        try
        {
            var name = $"{group.Name}.setup";
            await channel.QueueDeclareAsync(name, durable: false, exclusive: false, autoDelete: true, cancellationToken: cancellationToken);
            await channel.BasicConsumeAsync(
                name, autoAck: true, consumerTag: "", noLocal: false, exclusive: true, arguments: null, new AsyncEventingBasicConsumer(channel), cancellationToken);
            return true;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode is Constants.AccessRefused or Constants.NotFound)
        {
            return false;
        }
    }

    private async Task DeleteDeadAsync(BrokerConnection connection, IChannel channel, string queue, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(connection, probe => probe.QueueDeclarePassiveAsync(queue, cancellationToken), cancellationToken)
            && !await AnswersAsync(connection, queue, cancellationToken))
        {
            LogDead(queue);
            await channel.QueueDeleteAsync(queue, cancellationToken: cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(BrokerConnection connection, string queue, CancellationToken cancellationToken)
    {
        try
        {
            // Not acknowledged: the end of the channel puts a message back.
            await OnChannelAsync(connection, channel => channel.BasicGetAsync(queue, autoAck: false, cancellationToken).WaitAsync(AnswerTimeout, cancellationToken), cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task PassiveAsync(IChannel channel, QueueGroup group, CancellationToken cancellationToken)
    {
        foreach (var queue in group.Queues)
        {
            await channel.QueueDeclarePassiveAsync(queue.Name, cancellationToken);
        }
    }

    private static async Task<bool> IsThereAsync(BrokerConnection connection, Func<IChannel, Task> ask, CancellationToken cancellationToken)
    {
        try
        {
            await OnChannelAsync(connection, ask, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    private static async Task OnChannelAsync(BrokerConnection connection, Func<IChannel, Task> work, CancellationToken cancellationToken)
    {
        var channel = await connection.OpenChannelAsync(new CreateChannelOptions(false, false), cancellationToken);
        try
        {
            await work(channel);
        }
        finally
        {
            await connection.CloseAsync(channel);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Queue} is new at the broker, and bound when it has settled")]
    private partial void LogCreated(string queue);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Queue} has no leader since a crash of the broker, and has never been bound: made anew")]
    private partial void LogDead(string queue);
}
