using System.Threading.Channels;
using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Consumes messages together: what has come while the last batch ran is the next. A message that comes alone waits for nobody,
/// unless the queue rests from the batch before it.
/// </summary>
internal sealed class BatchSession : ConsumerSession
{
    private readonly BatchHandler _together;
    private readonly int _size;
    private readonly TimeSpan _rest;
    private readonly TimeProvider _time;
    private readonly Channel<Delivery> _gathered = System.Threading.Channels.Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _finish = new();
    private readonly Task _loop;

    /// <param name="connection">Whose channel it is.</param>
    /// <param name="channel">What it consumes on, one delivery after the other.</param>
    /// <param name="together">Handles a batch.</param>
    /// <param name="each">Handles the messages of a batch that failed.</param>
    /// <param name="size">The largest batch.</param>
    /// <param name="rest">How long to leave the queue alone after a batch.</param>
    /// <param name="time">Tells the time.</param>
    /// <param name="abort">Finish nothing.</param>
    public BatchSession(
        BrokerConnection connection,
        IChannel channel,
        BatchHandler together,
        DeliveryHandler each,
        int size,
        TimeSpan rest,
        TimeProvider time,
        CancellationToken abort)
        : base(connection, channel, each, time, abort)
    {
        (_together, _size, _rest, _time) = (together, size, rest, time);
        _loop = RunAsync();
    }

    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        // The body is the client's again when this returns.
        _gathered.Writer.TryWrite(new Delivery(deliveryTag, properties, body.ToArray()));
        return Task.CompletedTask;
    }

    protected override async Task FinishAsync()
    {
        await _finish.CancelAsync();
        await _loop;
        _finish.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var batch = new List<Delivery>();
            while (!IsDraining && await _gathered.Reader.WaitToReadAsync(_finish.Token))
            {
                batch.Clear();
                while (batch.Count < _size && _gathered.Reader.TryRead(out var delivery))
                {
                    batch.Add(delivery);
                }

                await HandleAsync(batch);
                await Task.Delay(_rest, _time, _finish.Token);
            }
        }
        catch (OperationCanceledException) when (_finish.IsCancellationRequested)
        {
            // What was gathered and not handled the broker hands out again.
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private async Task HandleAsync(List<Delivery> batch)
    {
        if (batch.Count > 1 && await _together.TryHandleAsync(batch, Abort))
        {
            // All that came before them is acknowledged already: they come and go in one order.
            await Channel.BasicAckAsync(batch[^1].Tag, multiple: true, CancellationToken.None);
            return;
        }

        foreach (var delivery in batch.TakeWhile(_ => !IsDraining))
        {
            await HandleAsync(delivery);
        }
    }
}
