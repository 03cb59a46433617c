using System.Threading.RateLimiting;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>
/// How many orders are placed at once. A rush waits here, in a queue that is short enough to be answered in time, and whoever finds it full
/// is told when to come again: taken in all at once, all would wait for each other, and most of them for nothing. It knows nothing of
/// stock: whoever gets in is answered by what is there then.
/// </summary>
internal sealed class PlaceOrderGate : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter _limiter;
    private readonly OrderTelemetry _telemetry;
    private readonly TimeProvider _time;
    private long _lastWait;

    public PlaceOrderGate(IOptions<OrderOptions> options, OrderTelemetry telemetry, TimeProvider time)
    {
        (_telemetry, _time) = (telemetry, time);
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Value.MaxPlacing,
            QueueLimit = options.Value.MaxWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Waits for a turn.</summary>
    /// <returns>To be disposed when the order is placed or refused.</returns>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED TOO_MANY_ORDERS with a RetryInfo: too many wait already.</exception>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var lease = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            _telemetry.Shed();
            throw ShopErrors.ResourceExhausted("TOO_MANY_ORDERS", "Too many orders are being placed at the moment; the same request is welcome in a while.", Pause());
        }

        Volatile.Write(ref _lastWait, _time.GetElapsedTime(start).Ticks);
        return lease;
    }

    public void Dispose() => _limiter.Dispose();

    // As long as the queue takes just now, and not all at the same moment.
    private TimeSpan Pause()
    {
        var queue = TimeSpan.FromTicks(Volatile.Read(ref _lastWait));
        var pause = queue < ShortestPause ? ShortestPause : queue < LongestPause ? queue : LongestPause;
        return pause * (1 + Random.Shared.NextDouble() / 2);
    }
}
