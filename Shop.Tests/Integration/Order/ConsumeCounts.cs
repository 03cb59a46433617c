using System.Diagnostics.Metrics;

namespace Shop.Tests.Integration.Orders;

/// <summary>Counts, from the service's own metrics, what became of the messages in its queues.</summary>
internal sealed class ConsumeCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _consumed;
    private long _retried;

    /// <param name="service">The first part of the queues' names.</param>
    public ConsumeCounts(string service)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "shop.messaging.consumed" or "shop.messaging.retried")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            if (!IsOf(service, tags))
            {
                return;
            }

            if (instrument.Name == "shop.messaging.consumed")
            {
                Interlocked.Add(ref _consumed, count);
            }
            else
            {
                Interlocked.Add(ref _retried, count);
            }
        });
        _listener.Start();
    }

    /// <summary>Payments' events that took effect, those that changed nothing included.</summary>
    public long Consumed => Interlocked.Read(ref _consumed);

    /// <summary>Tries of them that failed and wait for another.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    public void Dispose() => _listener.Dispose();

    private static bool IsOf(string service, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Value is string queue && queue.StartsWith($"{service}.payment-", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
