using Google.Protobuf;
using Npgsql;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Payments;

/// <summary>Payments in Postgres.</summary>
internal sealed class PaymentStore(NpgsqlDataSource dataSource, Outbox outbox, RecentPayments recent)
{
    /// <summary>Runs one of the statements that want something of a payment.</summary>
    /// <returns>The payment as it is now; null when nothing has changed.</returns>
    public async Task<StoredPayment?> WantAsync(Action<NpgsqlBatch> append, CancellationToken cancellationToken) =>
        (await ReadAsync(append, cancellationToken)).SingleOrDefault();

    /// <summary>Takes the payments that have waited longest for somebody, those whose lease ran out among them.</summary>
    public Task<List<StoredPayment>> TakeDueAsync(Lease lease, int limit, CancellationToken cancellationToken) =>
        ReadAsync(batch => PaymentSql.AppendTakeDue(batch, lease, limit), cancellationToken);

    /// <summary>The payment of an order; null when there is none.</summary>
    public Task<StoredPayment?> FindAsync(Guid orderId, CancellationToken cancellationToken) =>
        WantAsync(batch => PaymentSql.AppendSelect(batch, orderId), cancellationToken);

    /// <summary>The payment of an order with its ledger; null when there is none.</summary>
    public async Task<(StoredPayment Payment, IReadOnlyList<StoredMovement> Movements)?> FindWithMovementsAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        PaymentSql.AppendSelect(batch, orderId);
        PaymentSql.AppendSelectMovements(batch, orderId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var payment = PaymentSql.PaymentOf(reader);
        await reader.NextResultAsync(cancellationToken);
        var movements = new List<StoredMovement>();
        while (await reader.ReadAsync(cancellationToken))
        {
            movements.Add(PaymentSql.MovementOf(reader));
        }

        return (payment, movements);
    }

    /// <summary>Stores a payment's next version, the ledger's entries and the events, in one statement.</summary>
    /// <returns>The payment as it is now; null when somebody else has changed it since it was read, and nothing was stored.</returns>
    public async Task<StoredPayment?> SaveAsync(StoredPayment payment, IReadOnlyList<Movement> movements, IReadOnlyList<IMessage> events, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        PaymentSql.AppendSave(batch, payment, movements, outbox.Parameters([.. events]));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (PaymentSql.IsConflict(exception))
        {
            return null;
        }

        if (events.Count > 0)
        {
            outbox.Wake();
        }

        var stored = payment with { Revision = payment.Revision + 1 };
        recent.Add(stored);
        return stored;
    }

    /// <summary>How many outcomes are unknown, and since when the oldest is.</summary>
    public async Task<(long Count, DateTimeOffset? Oldest)> MeasureUnknownAsync(CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        PaymentSql.AppendSelectOldestUnknown(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return PaymentSql.UnknownOf(reader);
    }

    private async Task<List<StoredPayment>> ReadAsync(Action<NpgsqlBatch> append, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        append(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var payments = new List<StoredPayment>();
        while (await reader.ReadAsync(cancellationToken))
        {
            payments.Add(PaymentSql.PaymentOf(reader));
        }

        return payments;
    }
}
