namespace Shop.Load.Verify.Invariants;

/// <summary>Orders at rest whose account is gone know neither an address nor how they were paid.</summary>
internal sealed class ErasedAccountsAreForgotten : IInvariant
{
    private const string Personal = """
        SELECT DISTINCT owner_id FROM orders
        WHERE owner_id ~ '^[0-9a-f]{8}-' AND state >= 4 AND update_time <= now() - $1 AND (address <> '{}' OR payment_token <> '')
        """;

    // One that was just erased may not have been heard of by Order.
    private const string Known = """
        SELECT user_id::text FROM account WHERE user_id::text = ANY ($1)
        UNION ALL
        SELECT caller FROM request WHERE caller = ANY ($1) AND create_time > now() - $2
        """;

    private const string Accounts = """
        SELECT count(*) FROM account
        """;

    public string Name => "erased accounts are forgotten";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        var owners = await shop.ReadAsync(Databases.Order, Personal, row => row.GetString(0), cancellationToken, shop.Options.Grace);
        var known = await shop.ReadAsync(Databases.Identity, Known, row => row.GetString(0), cancellationToken, owners.ToArray(), shop.Options.Grace);
        var accounts = (await shop.ReadAsync(Databases.Identity, Accounts, row => row.GetInt64(0), cancellationToken))[0];
        return new Finding($"{accounts} accounts, {owners.Count} with orders at rest", [.. owners.Except(known).Select(owner => $"account {owner} is gone, and an order still tells of its owner")]);
    }
}
