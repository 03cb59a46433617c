using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Consuming on one channel, until it breaks, the store goes away, or somebody stops it. Whatever is not acknowledged by then
/// the broker hands out again.
/// </summary>
internal abstract class ConsumerSession(
    BrokerConnection connection, IChannel channel, DeliveryHandler handler, TimeProvider time, CancellationToken abort)
    : AsyncDefaultBasicConsumer(channel), IAsyncDisposable
{
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _draining;

    /// <summary>Completes when nothing more will be consumed; fails with the reason when that is worth telling.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Cancelled when what is under way is not to be finished.</summary>
    protected CancellationToken Abort => abort;

    /// <summary>Whether nothing more is to be begun.</summary>
    protected bool IsDraining => _draining;

    public async Task StartAsync(string queue, int prefetch, CancellationToken cancellationToken)
    {
        await Channel.BasicQosAsync(0, (ushort)prefetch, global: false, cancellationToken);
        await Channel.BasicConsumeAsync(queue, autoAck: false, this, cancellationToken);
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        _ended.TrySetResult();
        return base.HandleChannelShutdownAsync(channel, reason);
    }

    /// <summary>Stops consuming, lets what is under way finish, and gives the rest back.</summary>
    public async ValueTask DisposeAsync()
    {
        _draining = true;
        await CancelAsync();
        await FinishAsync();
        await connection.CloseAsync(Channel);
    }

    protected override Task OnCancelAsync(string[] consumerTags, CancellationToken cancellationToken = default)
    {
        _ended.TrySetResult();
        return base.OnCancelAsync(consumerTags, cancellationToken);
    }

    /// <summary>Returns when nothing is under way any more.</summary>
    protected abstract Task FinishAsync();

    /// <summary>
    /// Ends the session for a reason. It may be an acknowledgement that the broker did not get: it will hand the message out again,
    /// and the inbox knows it.
    /// </summary>
    protected void Fail(Exception exception) => _ended.TrySetException(exception);

    /// <summary>Handles one message and acknowledges it, or ends the session when it cannot be dealt with now.</summary>
    protected async Task HandleAsync(Delivery delivery)
    {
        if (await handler.HandleAsync(delivery, abort))
        {
            await Channel.BasicAckAsync(delivery.Tag, multiple: false, CancellationToken.None);
        }
        else
        {
            _draining = true;
            _ended.TrySetResult();
        }
    }

    private async Task CancelAsync()
    {
        foreach (var tag in ConsumerTags)
        {
            try
            {
                await Channel.BasicCancelAsync(tag).WaitAsync(CancelTimeout, time);
            }
            catch (Exception exception) when (BrokerConnection.IsLoss(exception))
            {
                // The channel is gone, or no use any more, and the consumer with it.
            }
        }
    }
}
