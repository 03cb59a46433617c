namespace Shop.Load.Verify.Invariants;

/// <summary>Everything that happened was told. While somebody shops, a few events are on their way.</summary>
internal sealed class OutboxesAreEmpty : IInvariant
{
    private const string Waiting = """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(occur_time)), 0)::float8 FROM outbox
        """;

    // Inventory notes first what it tells of its stock then.
    private const string WaitingOrNoted = """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(since)), 0)::float8
        FROM (SELECT occur_time AS since FROM outbox UNION ALL SELECT since FROM stock_change) AS waiting
        """;

    public string Name => "outboxes are empty";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var figures = new List<string>();
        var offenders = new List<string>();
        foreach (var database in Databases.WithOutbox.Where(shop.Has))
        {
            var (count, age) = (await shop.ReadAsync(database, database == "inventorydb" ? WaitingOrNoted : Waiting, row => (row.GetInt64(0), row.GetDouble(1)), cancellationToken))[0];
            figures.Add($"{database} {count}");
            if (count > 0 && shop.Options.AtRest)
            {
                offenders.Add($"{database}: {count} events wait, the oldest for {age:0} s");
            }
        }

        return new Finding(string.Join(", ", figures), offenders);
    }
}
