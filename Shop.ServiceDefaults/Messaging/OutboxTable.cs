using Npgsql;
using NpgsqlTypes;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>The relay's statements on the outbox.</summary>
internal static class OutboxTable
{
    private const string Columns = "id, type, payload, occur_time, trace_parent, trace_state";

    // The subselect runs once, in the order of the ids, and locks no more rows than it returns.
    private const string Take = $"""
        DELETE FROM outbox
        WHERE id = ANY (ARRAY(
            SELECT id FROM outbox WHERE due_time <= now() ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED))
        RETURNING {Columns}
        """;

    private const string PutBack = $"""
        INSERT INTO outbox ({Columns}, due_time)
        VALUES ($1, $2, $3, $4, $5, $6, now() + $7)
        """;

    private const string Measure = "SELECT count(*), min(occur_time) FROM outbox";

    /// <summary>Takes the oldest rows that nobody else has in hand; <see cref="ReadAsync"/> gives them.</summary>
    public static void AppendTake(NpgsqlBatch batch, int limit) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Take) { Parameters = { new() { Value = limit } } });

    public static async Task<List<OutboxRow>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
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

        // Postgres returns deleted rows in no order; Guids compare as their bytes do.
        rows.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return rows;
    }

    /// <summary>Leaves a row that was taken in the table after all, to be published later.</summary>
    public static void AppendPutBack(NpgsqlBatch batch, OutboxRow row, TimeSpan delay) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PutBack)
        {
            Parameters =
            {
                new() { Value = row.Id },
                new() { Value = row.Type },
                new() { Value = row.Payload, NpgsqlDbType = NpgsqlDbType.Bytea },
                new() { Value = row.OccurTime },
                new() { Value = (object?)row.TraceParent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = (object?)row.TraceState ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = delay, NpgsqlDbType = NpgsqlDbType.Interval },
            },
        });

    /// <summary>How many rows there are, and when the oldest was written.</summary>
    public static async Task<OutboxSize> MeasureAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Measure);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader[1] is DateTime oldest ? new DateTimeOffset(oldest) : null);
    }
}
