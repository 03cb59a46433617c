using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>The key pairs in Postgres, their private halves sealed.</summary>
internal sealed class KeyStore(NpgsqlDataSource dataSource, Secrets secrets, TimeProvider time)
{
    // Any number, the same in all replicas: whoever makes a key holds it.
    private const long MakingKeys = 5_107_001;

    private const string Select = """
        -- select signing keys
        SELECT key_id, private_key, sign_time FROM signing_key ORDER BY sign_time
        """;

    private const string Insert = """
        -- insert signing key
        INSERT INTO signing_key (key_id, public_key, private_key, create_time, sign_time)
        VALUES ($1, $2, $3, $4, $5)
        """;

    private const string Delete = """
        -- delete signing keys that are over
        DELETE FROM signing_key WHERE key_id = ANY ($1)
        """;

    private readonly byte[] _seal = secrets.Derive("private keys v1");

    /// <summary>All keys, oldest first. Makes the next one when it is due, and removes those that are over; one replica at a time.</summary>
    public async Task<IReadOnlyList<SigningKey>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append("SELECT pg_advisory_xact_lock($1)", MakingKeys);
        transaction.Batch.Append(Select);
        var keys = await ReadAsync(transaction, cancellationToken);

        var now = time.GetUtcNow();
        var times = keys.ConvertAll(key => key.SignTime);
        var over = keys.FindAll(key => KeySchedule.IsOver(key.SignTime, times, now));
        if (over.Count > 0)
        {
            transaction.Batch.Append(Delete, over.Select(key => key.KeyId).ToArray());
        }

        keys.RemoveAll(over.Contains);
        if (KeySchedule.Next(times, now) is { } signTime)
        {
            keys.Add(AppendNew(transaction.Batch, signTime, now));
        }

        await transaction.CommitAsync(cancellationToken);
        return keys;
    }

    private async Task<List<SigningKey>> ReadAsync(BatchedTransaction transaction, CancellationToken cancellationToken)
    {
        var keys = new List<SigningKey>();
        await using var reader = await transaction.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(Read(reader));
        }

        return keys;
    }

    private SigningKey Read(NpgsqlDataReader row)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(Secrets.Open(_seal, row.GetFieldValue<byte[]>(1)), out _);
        return new SigningKey(new ECDsaSecurityKey(pair) { KeyId = row.GetString(0) }, row.GetFieldValue<DateTimeOffset>(2));
    }

    private SigningKey AppendNew(NpgsqlBatch batch, DateTimeOffset signTime, DateTimeOffset now)
    {
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = pair.ExportSubjectPublicKeyInfo();
        var keyId = Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 8));
        batch.Append(Insert, keyId, Bytes(publicKey), Bytes(Secrets.Seal(_seal, pair.ExportPkcs8PrivateKey())), now, signTime);
        return new SigningKey(new ECDsaSecurityKey(pair) { KeyId = keyId }, signTime);
    }

    private static NpgsqlParameter Bytes(byte[] value) => new() { Value = value };
}
