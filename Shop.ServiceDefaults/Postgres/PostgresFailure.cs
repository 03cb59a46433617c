using System.Net.Sockets;
using Npgsql;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>What a failure of Postgres says about trying again.</summary>
internal static class PostgresFailure
{
    /// <summary>The server is away, starting, stopping, full, or does not have the database yet: it will be back, the statement is not to blame.</summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } =>
            state.StartsWith("08", StringComparison.Ordinal)
            || state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("57P", StringComparison.Ordinal)
            || state == PostgresErrorCodes.InvalidCatalogName,
        NpgsqlException { InnerException: IOException or SocketException } => true,
        _ => false,
    };

    /// <summary>Too long without an answer: the server may be away, or the statement waits for a lock.</summary>
    public static bool IsTimeout(Exception exception) => exception is NpgsqlException { InnerException: TimeoutException };

    /// <summary>Two transactions got in each other's way; the same again at once is likely to succeed.</summary>
    public static bool IsConflict(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
