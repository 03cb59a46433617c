using System.Threading.Channels;

namespace Shop.Orders;

/// <summary>Somebody who watches an order.</summary>
internal sealed class OrderSubscription(OrderChanges changes, Guid orderId) : IDisposable
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _seen;

    public Guid OrderId => orderId;

    /// <summary>Notes which revision the watcher has been told of.</summary>
    public void See(int revision) => Volatile.Write(ref _seen, revision);

    /// <summary>Wakes the watcher unless it has seen this revision.</summary>
    public void Wake(int revision)
    {
        if (revision > Volatile.Read(ref _seen))
        {
            _signals.Writer.TryWrite(true);
        }
    }

    /// <summary>Waits for the next change.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _signals.Reader.ReadAsync(cancellationToken);

    public void Dispose() => changes.Remove(this);
}
