using Shop.Load.Journals;

namespace Shop.Load.Verify.Invariants;

/// <summary>Every parcel that was answered to be on its way or to have arrived, and every refund, is there as it was answered.</summary>
internal sealed class PartsAreThere : IInvariant
{
    private const string Stored = """
        SELECT part_id, order_id, amount, arrived, (SELECT coalesce(sum(quantity), 0) FROM jsonb_to_recordset(lines) AS line (quantity int))
        FROM (
            SELECT shipment_id, order_id, 0::bigint, deliver_time IS NOT NULL, lines FROM shipment
            UNION ALL
            SELECT refund_id, order_id, amount, false, lines FROM refund
        ) AS part (part_id, order_id, amount, arrived, lines)
        WHERE part_id = ANY ($1)
        """;

    public string Name => "parcels and refunds are there";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var told = shop.Journal.Where(entry => entry.Kind is JournalKind.Shipped or JournalKind.Delivered or JournalKind.Refunded).ToList();
        var ids = told.Select(entry => Guid.Parse(entry.PartId)).Distinct().ToArray();
        var stored = (await shop.ReadAsync(
            Databases.Order, Stored, row => (Id: row.GetGuid(0), Part: new Part(row.GetGuid(1), row.GetInt64(2), row.GetBoolean(3), row.GetInt64(4))), cancellationToken, [ids]))
            .ToDictionary(row => row.Id, row => row.Part);
        return new Finding($"{ids.Length} parcels and refunds in the journal", [.. told.Select(entry => Complaint(entry, stored.GetValueOrDefault(Guid.Parse(entry.PartId)))).OfType<string>()]);
    }

    private static string? Complaint(JournalEntry entry, Part? stored) => stored switch
    {
        null => $"{entry.PartId} of order {entry.OrderId} was answered {entry.Kind} (request {entry.RequestId}) and is not there",
        _ when stored.Order != Guid.Parse(entry.OrderId) || stored.Amount != entry.Total || stored.Pieces != entry.Lines.Sum(line => line.Quantity) =>
            $"{entry.PartId} of order {entry.OrderId} is of {stored.Pieces} pieces and {stored.Amount}, answered was {entry.Lines.Sum(line => line.Quantity)} and {entry.Total}",
        { HasArrived: false } when entry.Kind == JournalKind.Delivered => $"parcel {entry.PartId} of order {entry.OrderId} had arrived and is on its way",
        _ => null,
    };

    private sealed record Part(Guid Order, long Amount, bool HasArrived, long Pieces);
}
