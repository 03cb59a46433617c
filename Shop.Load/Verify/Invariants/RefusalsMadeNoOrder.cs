using Shop.Load.Journals;

namespace Shop.Load.Verify.Invariants;

/// <summary>A request that was refused in the end made no order at any try, and one that was accepted made one.</summary>
internal sealed class RefusalsMadeNoOrder : IInvariant
{
    // A kept answer is written in the transaction of the order.
    private const string Answered = """
        SELECT request_id FROM request WHERE scope LIKE '%/PlaceOrder' AND request_id = ANY ($1)
        """;

    public string Name => "no order behind a refusal";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var refused = shop.Journal.Where(entry => entry.Kind == JournalKind.Refused).Select(entry => entry.RequestId).ToArray();
        var twice = shop.Journal.Where(entry => entry.Kind == JournalKind.Placed).GroupBy(entry => entry.RequestId).Where(group => group.Select(entry => entry.OrderId).Distinct().Skip(1).Any());
        var answered = await shop.ReadAsync(Databases.Order, Answered, row => row.GetString(0), cancellationToken, [refused]);
        return new Finding(
            $"{refused.Length} refusals in the journal",
            [
                .. answered.Select(request => $"request {request} was refused, and made an order"),
                .. twice.Select(group => $"request {group.Key} made {group.Count()} orders"),
            ]);
    }
}
