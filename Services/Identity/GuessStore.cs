using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>
/// Counts tries before they are looked at, so that many at once are not let through; a success takes its try back. By e-mail address,
/// whether it has an account or not, and by network address.
/// </summary>
internal sealed class GuessStore(NpgsqlDataSource dataSource, Secrets secrets, TimeProvider time)
{
    // A row that still waits keeps everything it has; "attempt" tells whether this try was let through.
    private const string Try = """
        -- count a try
        INSERT INTO guess AS g (key, failures, until_time, attempt, update_time)
        VALUES ($1, 1, $3 + make_interval(secs => ($2::bigint[])[1]), $4, $3)
        ON CONFLICT (key) DO UPDATE
        SET failures = CASE WHEN g.until_time > $3 THEN g.failures WHEN g.update_time < $5 THEN 1 ELSE g.failures + 1 END,
            until_time = CASE WHEN g.until_time > $3 THEN g.until_time
                ELSE $3 + make_interval(secs => ($2::bigint[])[CASE WHEN g.update_time < $5 THEN 1 ELSE least(g.failures + 1, cardinality($2::bigint[])) END]) END,
            attempt = CASE WHEN g.until_time > $3 THEN g.attempt ELSE $4 END,
            update_time = CASE WHEN g.until_time > $3 THEN g.update_time ELSE $3 END
        RETURNING g.attempt = $4, g.until_time
        """;

    private const string Forget = """
        -- forget tries
        DELETE FROM guess WHERE key = $1
        """;

    private const string TakeBack = """
        -- take a try back
        UPDATE guess SET failures = greatest(failures - 1, 0), until_time = $2 WHERE key = $1
        """;

    private static readonly long[] PasswordDelays = GuessRules.Delays(GuessRules.FreePasswords);
    private static readonly long[] AddressDelays = GuessRules.Delays(GuessRules.FreeFromAddress);
    private static readonly long[] LetterDelays = GuessRules.Delays(GuessRules.FreeLetters);
    private readonly byte[] _key = secrets.Derive("guess keys v1");

    /// <summary>A try at the password of an account.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED TOO_MANY_ATTEMPTS: it is not looked at.</exception>
    public Task TryPasswordAsync(string email, string networkAddress, CancellationToken cancellationToken) =>
        TryAsync([(AccountKey(email), PasswordDelays), (NetworkKey("password", networkAddress), AddressDelays)], cancellationToken);

    /// <summary>Somebody wants a letter sent.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED TOO_MANY_ATTEMPTS: it is not sent.</exception>
    public Task TryLetterAsync(string email, string networkAddress, CancellationToken cancellationToken) =>
        TryAsync([(Key($"letter {email}"), LetterDelays), (NetworkKey("letter", networkAddress), AddressDelays)], cancellationToken);

    /// <summary>The password was right: the account's tries are forgotten, and one of the network address.</summary>
    public void AppendSuccess(NpgsqlBatch batch, string email, string networkAddress)
    {
        batch.Append(Forget, Bytes(AccountKey(email)));
        if (networkAddress.Length > 0)
        {
            batch.Append(TakeBack, Bytes(NetworkKey("password", networkAddress)!), time.GetUtcNow());
        }
    }

    private async Task TryAsync((byte[]? Key, long[] Delays)[] tries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempt = Guid.NewGuid();
        await using var batch = dataSource.CreateBatch();
        foreach (var (key, delays) in tries)
        {
            if (key is not null)
            {
                batch.Append(Try, Bytes(key), delays, now, attempt, now - GuessRules.Forgotten);
            }
        }

        var until = now;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (WaitOf(reader) is { } wait && wait > until)
                {
                    until = wait;
                }
            }
        }
        while (await reader.NextResultAsync(cancellationToken));

        if (until > now)
        {
            throw ShopErrors.ResourceExhausted("TOO_MANY_ATTEMPTS", "Too many attempts; wait before the next one.", until - now);
        }
    }

    // Null when the try was let through.
    private static DateTimeOffset? WaitOf(NpgsqlDataReader row) => row.GetBoolean(0) ? null : row.GetFieldValue<DateTimeOffset>(1);

    private byte[] AccountKey(string email) => Key($"password {email}");

    private byte[]? NetworkKey(string what, string networkAddress) => networkAddress.Length == 0 ? null : Key($"{what} from {NetworkAddresses.Block(networkAddress)}");

    private byte[] Key(string what) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(what));

    private static NpgsqlParameter Bytes(byte[] value) => new() { Value = value };
}
