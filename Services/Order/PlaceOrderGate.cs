using System.Threading.RateLimiting;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>
/// How many orders are placed at once. A rush waits here, in a queue that is answered in seconds, and whoever finds it full is told when
/// to come again: taken in all at once, all would wait for each other, and most of them for nothing. Waiting is far cheaper than being
/// sent away and coming again. It knows nothing of stock: whoever gets in is answered by what is there then.
/// </summary>
internal sealed class PlaceOrderGate : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrencyLimiter _limiter;
    private readonly OrderTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly int _places;
    private long _usualTicks;

    public PlaceOrderGate(IOptions<OrderOptions> options, OrderTelemetry telemetry, TimeProvider time)
    {
        (_telemetry, _time, _places) = (telemetry, time, options.Value.MaxPlacing);
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
        var lease = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        if (!lease.IsAcquired)
        {
            lease.Dispose();
            _telemetry.Shed();
            throw ShopErrors.ResourceExhausted("TOO_MANY_ORDERS", "Too many orders are being placed at the moment; the same request is welcome in a while.", Pause());
        }

        return new Turn(this, lease);
    }

    public void Dispose() => _limiter.Dispose();

    // As long as the queue will take, and not all at the same moment.
    private TimeSpan Pause()
    {
        var queue = TimeSpan.FromTicks(Volatile.Read(ref _usualTicks)) * (_limiter.GetStatistics()!.CurrentQueuedCount / (double)_places);
        var pause = queue < ShortestPause ? ShortestPause : queue < LongestPause ? queue : LongestPause;
        return pause * (1 + Random.Shared.NextDouble() / 2);
    }

    // Two who end at the same moment may count as one: it is an estimate.
    private void Learn(TimeSpan took) => Volatile.Write(ref _usualTicks, (7 * Volatile.Read(ref _usualTicks) + took.Ticks) / 8);

    private sealed class Turn(PlaceOrderGate gate, RateLimitLease lease) : IDisposable
    {
        private readonly long _start = gate._time.GetTimestamp();

        public void Dispose()
        {
            gate.Learn(gate._time.GetElapsedTime(_start));
            lease.Dispose();
        }
    }
}
