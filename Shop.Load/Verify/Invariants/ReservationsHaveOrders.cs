namespace Shop.Load.Verify.Invariants;

/// <summary>Stock is held for an order that is open, or not for longer than agreed.</summary>
internal sealed class ReservationsHaveOrders : IInvariant
{
    private const string Held = """
        SELECT order_id, expire_time < now() - interval '1 minute' FROM reservation WHERE state = 1
        """;

    private const string Decided = """
        SELECT order_id FROM orders WHERE order_id = ANY ($1) AND state <> 1 AND update_time <= now() - $2
        """;

    public string Name => "no reservation without an order";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var held = await shop.ReadAsync(Databases.Inventory, Held, row => (Order: row.GetGuid(0), IsOver: row.GetBoolean(1)), cancellationToken);
        var decided = await shop.ReadAsync(Databases.Order, Decided, row => row.GetGuid(0), cancellationToken, held.Select(reservation => reservation.Order).ToArray(), shop.Options.Grace);
        return new Finding(
            $"{held.Count} held",
            [
                .. held.Where(reservation => reservation.IsOver).Select(reservation => $"the reservation for {reservation.Order} is over, and its stock is still held"),
                .. decided.Select(order => $"order {order} is decided, and its stock is still held"),
            ]);
    }
}
