using NpgsqlTypes;

namespace Shop.Catalog;

/// <summary>What has changed, for those who watch.</summary>
internal sealed partial class CatalogStore
{
    /// <summary>How many changes are read at once.</summary>
    public const int ChangesAtOnce = 200;

    private const string ReadHorizon = "SELECT pg_snapshot_xmin(pg_current_snapshot())";

    private const string ReadChanges = """
        SELECT transaction_id, product_id, version, was_active
        FROM product_change
        WHERE (transaction_id, product_id) > ($1, $2) AND (cardinality($3::uuid[]) = 0 OR product_id = ANY ($3))
        ORDER BY transaction_id, product_id
        LIMIT $4
        """;

    /// <summary>The transaction that all earlier ones have ended before: what they changed can be read from now on.</summary>
    public async Task<ulong> ReadHorizonAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReadHorizon);
        return (ulong)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The changes behind a place, up to <see cref="ChangesAtOnce"/>.</summary>
    public async Task<List<ChangedProduct>> ReadChangesAsync(ChangePosition after, Guid[] productIds, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReadChanges);
        command.Parameters.Add(new() { Value = after.TransactionId, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = after.ProductId });
        command.Parameters.Add(new() { Value = productIds });
        command.Parameters.Add(new() { Value = ChangesAtOnce });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAllAsync(
            reader,
            row => new ChangedProduct(new ChangePosition(row.GetFieldValue<ulong>(0), row.GetGuid(1)), row.GetInt64(2), row.GetBoolean(3)),
            cancellationToken);
    }
}
