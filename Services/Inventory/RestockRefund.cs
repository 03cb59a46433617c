using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Inventory;

/// <summary>Money is given back for pieces that came back: they can be sold again.</summary>
internal sealed partial class RestockRefund(TimeProvider time, ILogger<RestockRefund> logger) : IConsumer<OrderRefunded>
{
    public async Task ConsumeAsync(OrderRefunded message, ConsumeContext context, CancellationToken cancellationToken)
    {
        var refund = message.Refund;
        if (!refund.Restock || refund.Lines.Count == 0)
        {
            return;
        }

        var missing = await ReservationMoves.RestockAsync(context, Guid.Parse(message.OrderId), refund, time.GetUtcNow(), cancellationToken);
        if (missing > 0)
        {
            LogMissing(refund.RefundId, message.OrderId, missing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Refund {RefundId} of order {OrderId} brings {Missing} pieces more than the order has")]
    private partial void LogMissing(string refundId, string orderId, int missing);
}
