using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Shop.PaymentProvider;

/// <summary>The statements of the provider, on a connection whose transaction somebody else commits.</summary>
internal sealed class ChargeTransaction(NpgsqlConnection connection, CancellationToken cancellationToken)
{
    private const string Select = """
        SELECT c.charge_id, c.reference, c.amount, c.currency, c.status, c.authorized, c.captured_total, c.refunded_total, c.decline_code, c.payment_token,
               coalesce((SELECT jsonb_agg(jsonb_build_object('reference', e.refund_reference, 'amount', e.amount) ORDER BY e.entry_id)
                         FROM entry e WHERE e.charge_id = c.charge_id AND e.kind = 'refunded'), '[]')
        FROM charge c
        """;

    /// <summary>Lets nobody else do anything under this name until the transaction ends.</summary>
    public Task LockAsync(string name) => ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name);

    public async Task<(byte[] Fingerprint, Answer Answer)?> FindAnswerAsync(string key)
    {
        await using var command = Command("SELECT fingerprint, status, body, payment_token FROM idempotency WHERE key = $1", key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ((byte[])reader[0], new Answer((int)reader[1], (string)reader[2], (string)reader[3], [])) : null;
    }

    public Task KeepAnswerAsync(string key, byte[] fingerprint, Answer answer) =>
        ExecuteAsync("INSERT INTO idempotency (key, fingerprint, status, body, payment_token) VALUES ($1, $2, $3, $4, $5)", key, fingerprint, answer.Status, answer.Body, answer.Token);

    public Task<List<(Charge Charge, string Token)>> FindAsync(Guid reference) => ReadAsync($"{Select} WHERE c.reference = $1 ORDER BY c.create_time DESC", reference);

    public async Task<(Charge Charge, string Token)?> LockChargeAsync(string chargeId)
    {
        var found = await ReadAsync($"{Select} WHERE c.charge_id = $1 FOR UPDATE OF c", chargeId);
        return found.Count == 0 ? null : found[0];
    }

    public Task InsertAsync(Charge charge, string token) => ExecuteAsync(
        "INSERT INTO charge (charge_id, reference, payment_token, amount, currency, status, authorized, decline_code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        charge.Id, charge.Reference, token, charge.Amount, charge.Currency, charge.Status, charge.Authorized, Text(charge.DeclineCode));

    public Task UpdateAsync(Charge charge) => ExecuteAsync(
        "UPDATE charge SET status = $2, captured_total = $3, refunded_total = $4 WHERE charge_id = $1", charge.Id, charge.Status, charge.AmountCaptured, charge.AmountRefunded);

    public Task NoteAsync(Charge charge, string kind, long amount, Guid? refundReference = null) => ExecuteAsync(
        "INSERT INTO entry (charge_id, kind, amount, refund_reference) VALUES ($1, $2, $3, $4)",
        charge.Id, kind, amount, new NpgsqlParameter { Value = (object?)refundReference ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });

    public Task RememberVoidedAsync(Guid reference) => ExecuteAsync("INSERT INTO voided_reference (reference) VALUES ($1) ON CONFLICT DO NOTHING", reference);

    public async Task<bool> IsVoidedAsync(Guid reference)
    {
        await using var command = Command("SELECT 1 FROM voided_reference WHERE reference = $1", reference);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Writes a webhook as often as it is to come.</summary>
    public async Task<IReadOnlyList<long>> TellAsync(Charge charge, string type, DateTimeOffset due, int times)
    {
        var body = JsonSerializer.Serialize(new WebhookBody($"evt_{Guid.CreateVersion7():n}", type, charge), ProviderJson.Default.WebhookBody);
        await using var command = Command(
            "INSERT INTO webhook (reference, body, due_time) SELECT $1, $2, $3 FROM generate_series(1, $4) RETURNING webhook_id", charge.Reference, body, due, times);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add((long)reader[0]);
        }

        return ids;
    }

    private async Task<List<(Charge Charge, string Token)>> ReadAsync(string sql, object value)
    {
        await using var command = Command(sql, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(Charge Charge, string Token)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((ChargeOf(reader), (string)reader[9]));
        }

        return found;
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static Charge ChargeOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetGuid(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetBoolean(5), row.GetInt64(6), row.GetInt64(7),
        row[8] as string, JsonSerializer.Deserialize(row.GetString(10), ProviderJson.Default.IReadOnlyListRefundEntry) ?? []);
}
