using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>Sees to it that there is always an administrator who can sign in, also when two take the role from each other at once.</summary>
internal static class AdminGuard
{
    private const long AdminsChange = 5_107_002;

    // Divides by zero when nobody else is one. It sees what was committed before the lock was given.
    private const string AnotherAdmin = """
        -- is there another administrator
        SELECT 1 / (
            NOT EXISTS (SELECT FROM account WHERE user_id = $1 AND 'admin' = ANY (roles))
            OR EXISTS (SELECT FROM account WHERE user_id <> $1 AND 'admin' = ANY (roles) AND email_verified AND lockout_end IS NULL))::int
        """;

    /// <summary>Adds the check; what follows in the batch is about to take this account away from the administrators.</summary>
    public static void Append(NpgsqlBatch batch, Guid userId)
    {
        batch.Append("SELECT pg_advisory_xact_lock($1)", AdminsChange);
        batch.Append(AnotherAdmin, userId);
    }

    /// <summary>Runs a batch with the check in it.</summary>
    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION LAST_ADMIN.</exception>
    public static async Task ExecuteAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw IdentityRefusals.LastAdmin();
        }
    }
}
