using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Orders;

/// <summary>A refund as its row reads.</summary>
internal sealed record StoredRefund(
    Guid RefundId, IReadOnlyList<StoredQuantity> Lines, long Amount, short Reason, string Note, bool Restock, DateTimeOffset CreateTime)
{
    public Refund ToMessage(string currency) => new()
    {
        RefundId = RefundId.ToString(),
        Lines = { Lines.Select(line => line.ToMessage()) },
        Amount = new Money { CurrencyCode = currency, MinorUnits = Amount },
        Reason = (RefundReason)Reason,
        Note = Note,
        Restock = Restock,
        CreateTime = CreateTime.ToTimestamp(),
    };
}
