using Npgsql;

namespace Shop.Orders;

/// <summary>
/// The orders that are to be looked at. Whoever takes one has it until its next look is due, so that the replicas share the work,
/// nobody holds a lock while he asks around, and what a replica takes to its grave another one takes up.
/// </summary>
internal sealed class DueOrders(NpgsqlDataSource dataSource)
{
    private const string Take = """
        -- take due orders
        UPDATE orders
        SET check_time = CASE WHEN expire_time > $1 THEN LEAST(expire_time, $1 + $2) ELSE $1 + $2 END
        WHERE order_id = ANY (ARRAY(
            SELECT order_id FROM orders WHERE state = 1 AND check_time <= $1 ORDER BY check_time LIMIT $3 FOR UPDATE SKIP LOCKED))
        RETURNING order_id, expire_time
        """;

    /// <summary>Takes the longest due orders that nobody else has in hand.</summary>
    /// <param name="now">The time.</param>
    /// <param name="interval">When to look at them again at the latest, should they still wait then; their deadline may be nearer.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<DueOrder>> TakeAsync(DateTimeOffset now, TimeSpan interval, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Take);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = interval });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueOrder>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new DueOrder(reader.GetGuid(0), await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken)));
        }

        return due;
    }
}
