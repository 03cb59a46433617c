using System.Text.Json;
using Shop.Load.Journals;

namespace Shop.Load.Verify.Invariants;

/// <summary>Every PlaceOrder that was answered OK is there, as it was answered; and what was answered cancelled is.</summary>
internal sealed class AcceptedOrdersAreThere : IInvariant
{
    private const string Stored = """
        SELECT order_id, currency_code, total, state, jsonb_object_agg(sku, quantity)::text
        FROM orders JOIN order_line USING (order_id)
        WHERE order_id = ANY ($1)
        GROUP BY order_id
        """;

    private const short Cancelled = 5;

    public string Name => "accepted orders are there";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var told = shop.Journal.Where(entry => entry.Kind is JournalKind.Placed or JournalKind.Cancelled).ToList();
        var ids = told.Select(entry => Guid.Parse(entry.OrderId)).Distinct().ToArray();
        var stored = (await shop.ReadAsync(
            Databases.Order, Stored,
            row => new StoredOrder(row.GetGuid(0), row.GetString(1), row.GetInt64(2), row.GetInt16(3), JsonSerializer.Deserialize<Dictionary<string, int>>(row.GetString(4))!),
            cancellationToken, [ids])).ToDictionary(order => order.OrderId);
        return new Finding($"{ids.Length} orders in the journal", [.. told.Select(entry => Complaint(entry, stored.GetValueOrDefault(Guid.Parse(entry.OrderId)))).OfType<string>()]);
    }

    private static string? Complaint(JournalEntry entry, StoredOrder? stored) => entry switch
    {
        _ when stored is null => $"order {entry.OrderId} was accepted (request {entry.RequestId}) and is not there",
        { Kind: JournalKind.Cancelled } => stored.State == Cancelled ? null : $"order {entry.OrderId} was cancelled and is in state {stored.State}",
        _ when stored.CurrencyCode != entry.CurrencyCode || stored.Total != entry.Total => $"order {entry.OrderId} was accepted for {entry.Total} {entry.CurrencyCode} and is for {stored.Total} {stored.CurrencyCode}",
        _ when !entry.Lines.ToDictionary(line => line.Sku, line => line.Quantity).OrderBy(line => line.Key).SequenceEqual(stored.Lines.OrderBy(line => line.Key)) => $"order {entry.OrderId} has other lines than were accepted",
        _ => null,
    };

    private sealed record StoredOrder(Guid OrderId, string CurrencyCode, long Total, short State, Dictionary<string, int> Lines);
}
