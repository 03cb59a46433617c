using System.Collections.Concurrent;

namespace Shop.Payments;

/// <summary>
/// The payments that this replica stored lately. What is known of a payment's money is never unknown again, so an old version of one
/// serves to find out that something is no news.
/// </summary>
internal sealed class RecentPayments
{
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<Guid, StoredPayment> _payments = new();
    private readonly ConcurrentQueue<Guid> _order = new();

    public void Add(StoredPayment payment)
    {
        // No use of the token here, and it should be in as few places as can be.
        var kept = payment with { PaymentToken = null };
        if (_payments.TryAdd(kept.OrderId, kept))
        {
            _order.Enqueue(kept.OrderId);
            if (_payments.Count > Capacity && _order.TryDequeue(out var oldest))
            {
                _payments.TryRemove(oldest, out _);
            }
        }
        else
        {
            _payments[kept.OrderId] = kept;
        }
    }

    public StoredPayment? Find(Guid orderId) => _payments.GetValueOrDefault(orderId);
}
