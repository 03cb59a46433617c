namespace Shop.Payments;

/// <summary>A part of the money to be given back. That of a whole cancelled order has the order's id.</summary>
internal sealed record StoredRefund(Guid RefundId, long Amount, RefundState State);
