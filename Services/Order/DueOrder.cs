namespace Shop.Orders;

/// <summary>An order that awaits its payment and is to be looked at.</summary>
internal sealed record DueOrder(Guid OrderId, DateTimeOffset ExpireTime);
