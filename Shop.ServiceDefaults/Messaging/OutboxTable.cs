using Npgsql;
using NpgsqlTypes;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The relay's statements on the outbox.</summary>
internal static class OutboxTable
{
    private const string Columns = "id, type, payload, occur_time, trace_parent, trace_state";

    // One statement, and a transaction by itself, for the end of one batch and the beginning of the next. The subselect runs once,
    // in the order of the ids, and locks no more rows than it returns.
    private const string Advance = $"""
        -- relay
        WITH published AS (DELETE FROM outbox WHERE id = ANY ($1))
        UPDATE outbox SET due_time = now() + $3
        WHERE id = ANY (ARRAY(
            SELECT id FROM outbox WHERE due_time <= now() ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED))
        RETURNING {Columns}
        """;

    private const string PutBack = """
        -- relay again
        UPDATE outbox SET due_time = now() + $2
        WHERE id = ANY ($1)
        """;

    private const string Measure = "SELECT count(*), min(occur_time) FROM outbox";

    /// <summary>
    /// Deletes what was published, and takes the oldest rows that nobody else has in hand: for as long as the lease they are left
    /// to the caller, whatever becomes of him.
    /// </summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="published">Ids of rows that were taken before and are published.</param>
    /// <param name="limit">How many rows to take at most; may be 0.</param>
    /// <param name="lease">How long they are taken for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<List<OutboxRow>> AdvanceAsync(
        NpgsqlDataSource dataSource, Guid[] published, int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Advance);
        command.Parameters.Add(new() { Value = published, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = lease, NpgsqlDbType = NpgsqlDbType.Interval });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    /// <summary>Leaves rows that were taken to whoever comes after the delay.</summary>
    public static async Task PutBackAsync(NpgsqlDataSource dataSource, Guid[] ids, TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(PutBack);
        command.Parameters.Add(new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = delay, NpgsqlDbType = NpgsqlDbType.Interval });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<List<OutboxRow>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<OutboxRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new OutboxRow(
                reader.GetGuid(0),
                reader.GetString(1),
                (byte[])reader[2],
                reader.GetDateTime(3),
                reader[4] as string,
                reader[5] as string));
        }

        // Postgres returns changed rows in no order; Guids compare as their bytes do.
        rows.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return rows;
    }

    /// <summary>How many rows there are, and when the oldest was written.</summary>
    public static async Task<OutboxSize> MeasureAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Measure);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader[1] is DateTime oldest ? new DateTimeOffset(oldest) : null);
    }
}
