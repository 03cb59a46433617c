using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Which messages took effect. The row is inserted first, without ON CONFLICT: for a duplicate the insert fails, and the whole
/// transaction with it, so that recognising one costs nothing while there is none. A duplicate that runs at the same time waits
/// for the first to end, and goes on if it failed.
/// </summary>
internal static class Inbox
{
    private const string PrimaryKey = "inbox_pkey";

    private const string Insert = "INSERT INTO inbox (message_id, consumer) VALUES ($1, $2)";

    // In one order, so that no two batches wait for each other.
    private const string InsertAll = "INSERT INTO inbox (message_id, consumer) SELECT message_id, $2 FROM unnest($1::uuid[]) AS message_id ORDER BY message_id";

    public static void Append(NpgsqlBatch batch, Guid messageId, string consumer) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
        {
            Parameters = { new() { Value = messageId }, new() { Value = consumer } },
        });

    public static void Append(NpgsqlBatch batch, Guid[] messageIds, string consumer) => batch.Append(InsertAll, messageIds, consumer);

    public static bool IsDuplicate(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: PrimaryKey };
}
