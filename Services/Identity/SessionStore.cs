using Npgsql;
using NpgsqlTypes;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>Sessions in Postgres. One that ends is deleted: a token of a session that is not there is worth nothing.</summary>
internal sealed class SessionStore(NpgsqlDataSource dataSource)
{
    private const string Insert = """
        -- insert session
        INSERT INTO session (session_id, subject, refresh_hash, user_agent, network_address, create_time, refresh_time, expire_time)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
        """;

    // A customer whose account is gone, locked or not verified has no role, and no session.
    private const string Select = """
        -- select session
        SELECT s.subject, s.refresh_hash, s.previous_hash, s.rotate_request, s.create_time, s.refresh_time, s.expire_time,
               CASE WHEN s.subject LIKE 'guest-%' THEN 'guest'
                    WHEN a.user_id IS NULL OR a.lockout_end > $2 OR NOT a.email_verified THEN ''
                    WHEN 'admin' = ANY (a.roles) THEN 'admin'
                    ELSE 'customer' END
        FROM session s
        LEFT JOIN account a ON s.subject NOT LIKE 'guest-%' AND a.user_id = CASE WHEN s.subject NOT LIKE 'guest-%' THEN s.subject::uuid END
        WHERE s.session_id = $1
        """;

    // Of two at once one finds the hash changed, and decides anew.
    private const string Rotate = """
        -- rotate refresh token
        UPDATE session
        SET previous_hash = refresh_hash, refresh_hash = $3, rotate_request = $4, generation = generation + 1, refresh_time = $5,
            expire_time = $6, network_address = $7
        WHERE session_id = $1 AND refresh_hash = $2
        """;

    private const string End = """
        -- end session
        DELETE FROM session WHERE session_id = $1
        """;

    private const string EndOfSubject = """
        -- end all sessions of a subject but one
        DELETE FROM session WHERE subject = $1 AND session_id <> $2
        """;

    private const string EndOneOfSubject = """
        -- end a session of a subject
        DELETE FROM session WHERE subject = $1 AND session_id = $2
        """;

    /// <summary>Adds a session. <paramref name="userAgent"/> at most 200 characters.</summary>
    public static void AppendInsert(NpgsqlBatch batch, RefreshToken token, string subject, string userAgent, string networkAddress, DateTimeOffset now, DateTimeOffset expireTime) =>
        batch.Append(Insert, token.SessionId, subject, Bytes(token.Hash), userAgent, networkAddress, now, expireTime);

    public static void AppendEnd(NpgsqlBatch batch, Guid sessionId) => batch.Append(End, sessionId);

    /// <summary>Ends all sessions of a guest or an account, <paramref name="except"/> one if that is not <see cref="Guid.Empty"/>.</summary>
    public static void AppendEndAll(NpgsqlBatch batch, string subject, Guid except) => batch.Append(EndOfSubject, subject, except);

    public static void AppendEndOne(NpgsqlBatch batch, string subject, Guid sessionId) => batch.Append(EndOneOfSubject, subject, sessionId);

    public async Task InsertAsync(RefreshToken token, string subject, string userAgent, string networkAddress, DateTimeOffset now, DateTimeOffset expireTime, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        AppendInsert(batch, token, subject, userAgent, networkAddress, now, expireTime);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The session with this id; null when there is none, or its account does not bear one any more.</summary>
    public async Task<StoredSession?> FindAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Select);
        command.Parameters.Add(new() { Value = sessionId });
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(sessionId, reader) : null;
    }

    private static StoredSession? Read(Guid sessionId, NpgsqlDataReader row) => row.GetString(7) is not { Length: > 0 } role
        ? null
        : new StoredSession(
            sessionId, row.GetString(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2),
            row.IsDBNull(3) ? null : row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5),
            row.GetFieldValue<DateTimeOffset>(6), role);

    /// <summary>Puts a token in another's place. False: it is not the valid one any more.</summary>
    public async Task<bool> RotateAsync(RefreshToken from, RefreshToken to, string requestId, string networkAddress, DateTimeOffset now, DateTimeOffset expireTime, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Append(Rotate, from.SessionId, Bytes(from.Hash), Bytes(to.Hash), requestId, now, expireTime, networkAddress);
        return await batch.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        AppendEnd(batch, sessionId);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Bytes(byte[] value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea };
}
