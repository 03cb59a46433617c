using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Payment.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Payments;

/// <summary>The statements on payments, each added to a batch that its caller runs.</summary>
internal static class PaymentSql
{
    private const string Columns = """
        order_id, revision, state, wanted, currency_code, amount, authorized, captured_total, refunded_total, decline_reason,
        provider_payment_id, payment_token, refunds, attempt, unknown_time, lease, due_time, create_time, update_time
        """;

    // Takes the payment in hand unless somebody has it: then he finds what has changed when he writes. A lease that ran out leaves
    // an outcome that nobody heard. $4 now, $5 the lease or null, $6 until when.
    private const string Take = """
        revision = payment.revision + 1,
        update_time = $4,
        attempt = payment.attempt + CASE WHEN payment.lease IS NOT NULL AND payment.due_time <= $4 THEN 1 ELSE 0 END,
        lease = CASE WHEN payment.lease IS NULL OR payment.due_time <= $4 THEN excluded.lease ELSE payment.lease END,
        due_time = CASE WHEN payment.lease IS NULL OR payment.due_time <= $4 THEN excluded.due_time ELSE payment.due_time END
        """;

    private const string Place = $"""
        -- want authorization
        INSERT INTO payment (order_id, state, wanted, currency_code, amount, create_time, update_time, lease, due_time, payment_token)
        VALUES ($1, 1, 1, $2, $3, $4, $4, $5, $6, $7)
        ON CONFLICT (order_id) DO UPDATE
        SET {Take}, currency_code = excluded.currency_code, amount = excluded.amount, payment_token = excluded.payment_token
        WHERE payment.state = 1 AND payment.wanted < 3 AND payment.payment_token IS NULL
        RETURNING {Columns}
        """;

    private const string Confirm = $"""
        -- want capture
        INSERT INTO payment (order_id, state, wanted, currency_code, amount, create_time, update_time, lease, due_time)
        VALUES ($1, 1, 2, $2, $3, $4, $4, $5, $6)
        ON CONFLICT (order_id) DO UPDATE
        SET {Take}, wanted = 2
        WHERE payment.wanted < 2
        RETURNING {Columns}
        """;

    // An order that was never placed here leaves a payment that never will be: VOIDED from the start.
    private const string Cancel = $"""
        -- want nothing
        INSERT INTO payment (order_id, state, wanted, currency_code, amount, create_time, update_time, lease, due_time)
        VALUES ($1, 5, 3, $2, $3, $4, $4, $5, $6)
        ON CONFLICT (order_id) DO UPDATE
        SET {Take}, wanted = 3
        WHERE payment.wanted < 3
        RETURNING {Columns}
        """;

    private const string Refund = $"""
        -- want refund
        INSERT INTO payment (order_id, state, wanted, currency_code, amount, create_time, update_time, lease, due_time, refunds)
        VALUES ($1, 1, 2, $2, $3, $4, $4, $5, $6, $7)
        ON CONFLICT (order_id) DO UPDATE
        SET {Take}, wanted = greatest(payment.wanted, 2), refunds = payment.refunds || excluded.refunds
        WHERE NOT payment.refunds @> $8
        RETURNING {Columns}
        """;

    private const string TakeDue = $"""
        -- take due payments
        UPDATE payment
        SET lease = $2, due_time = $3, revision = revision + 1, attempt = attempt + CASE WHEN lease IS NOT NULL THEN 1 ELSE 0 END
        WHERE order_id = ANY (ARRAY(
            SELECT order_id FROM payment WHERE due_time <= $1 ORDER BY due_time LIMIT $4 FOR UPDATE SKIP LOCKED))
        RETURNING {Columns}
        """;

    private const string Select = $"""
        -- select payment
        SELECT {Columns} FROM payment WHERE order_id = $1
        """;

    private const string SelectMovements = """
        -- select movements
        SELECT movement_id, kind, amount, refund_id, create_time FROM movement WHERE order_id = $1 ORDER BY movement_id
        """;

    // A revision that is not the one that was read divides by zero, and nothing of the batch has happened. A violated constraint
    // would do, too, but Postgres logs the row with it, and a payment token may stand there.
    private const string Save = """
        -- save payment
        WITH noted AS (
            INSERT INTO movement (order_id, kind, amount, refund_id, create_time)
            SELECT $1, kind, amount, refund_id, $14 FROM unnest($15, $16, $17) AS entry (kind, amount, refund_id)
        ), told AS (
            INSERT INTO outbox (id, type, payload, occur_time, trace_parent, trace_state)
            SELECT id, type, payload, $21, $22, $23 FROM unnest($18, $19, $20) AS event (id, type, payload)
        )
        UPDATE payment
        SET revision = revision + 1 / (revision = $2)::int, state = $3, authorized = $4, captured_total = $5, refunded_total = $6,
            decline_reason = $7, provider_payment_id = $8, refunds = $9, attempt = $10, unknown_time = $11, lease = $12, due_time = $13,
            update_time = $14, payment_token = CASE WHEN $3 = 1 THEN payment_token END
        WHERE order_id = $1
        """;

    private const string SelectOldestUnknown = """
        -- oldest unknown outcome
        SELECT count(*), min(unknown_time) FROM payment WHERE unknown_time IS NOT NULL
        """;

    public static void AppendPlace(NpgsqlBatch batch, Guid orderId, string currency, long amount, string token, Lease lease) =>
        batch.Append(Place, orderId, currency, amount, lease.Now, Optional(lease.Id, NpgsqlDbType.Uuid), lease.Until, token);

    public static void AppendConfirm(NpgsqlBatch batch, Guid orderId, string currency, long amount, Lease lease) =>
        batch.Append(Confirm, orderId, currency, amount, lease.Now, Optional(lease.Id, NpgsqlDbType.Uuid), lease.Until);

    public static void AppendCancel(NpgsqlBatch batch, Guid orderId, string currency, long amount, Lease lease) =>
        batch.Append(Cancel, orderId, currency, amount, lease.Now, Optional(lease.Id, NpgsqlDbType.Uuid), lease.Until);

    public static void AppendRefund(NpgsqlBatch batch, Guid orderId, string currency, StoredRefund refund, Lease lease) => batch.Append(
        Refund, orderId, currency, 0L, lease.Now, Optional(lease.Id, NpgsqlDbType.Uuid), lease.Until, Json([refund]), RefundKey(refund.RefundId));

    public static void AppendTakeDue(NpgsqlBatch batch, Lease lease, int limit) => batch.Append(TakeDue, lease.Now, lease.Id!.Value, lease.Until, limit);

    public static void AppendSelect(NpgsqlBatch batch, Guid orderId) => batch.Append(Select, orderId);

    public static void AppendSelectMovements(NpgsqlBatch batch, Guid orderId) => batch.Append(SelectMovements, orderId);

    public static void AppendSelectOldestUnknown(NpgsqlBatch batch) => batch.Append(SelectOldestUnknown);

    /// <summary>Stores the next version of a payment over the one it was made from, what moved, and what the shop is told: all or nothing.</summary>
    public static void AppendSave(NpgsqlBatch batch, StoredPayment payment, IReadOnlyList<Movement> movements, NpgsqlParameter[] events) => batch.Append(
        Save,
        payment.OrderId,
        payment.Revision,
        (short)payment.State,
        new NpgsqlParameter<bool> { TypedValue = payment.Authorized },
        payment.CapturedTotal,
        payment.RefundedTotal,
        (short)payment.DeclineReason,
        payment.ProviderPaymentId,
        Json(payment.Refunds),
        payment.Attempt,
        Optional(payment.UnknownTime, NpgsqlDbType.TimestampTz),
        Optional(payment.Lease, NpgsqlDbType.Uuid),
        Optional(payment.DueTime, NpgsqlDbType.TimestampTz),
        payment.UpdateTime,
        new NpgsqlParameter<short[]> { TypedValue = [.. movements.Select(movement => (short)movement.Kind)] },
        movements.Select(movement => movement.Amount).ToArray(),
        new NpgsqlParameter<Guid?[]> { TypedValue = [.. movements.Select(movement => movement.RefundId)] },
        events[0],
        events[1],
        events[2],
        events[3],
        events[4],
        events[5]);

    /// <summary>Whether the batch failed because the payment was changed since it was read, or what moved was noted already.</summary>
    public static bool IsConflict(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.DivisionByZero } or { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "movement_once" };

    public static StoredPayment PaymentOf(NpgsqlDataReader row) => new()
    {
        OrderId = row.GetGuid(0),
        Revision = row.GetInt32(1),
        State = (PaymentState)row.GetInt16(2),
        Wanted = (Wanted)row.GetInt16(3),
        CurrencyCode = row.GetString(4),
        Amount = row.GetInt64(5),
        Authorized = row.GetBoolean(6),
        CapturedTotal = row.GetInt64(7),
        RefundedTotal = row.GetInt64(8),
        DeclineReason = (DeclineReason)row.GetInt16(9),
        ProviderPaymentId = row.GetString(10),
        PaymentToken = row[11] as string,
        Refunds = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(12), StoredRefundJson.Default.ListStoredRefund) ?? [],
        Attempt = row.GetInt32(13),
        UnknownTime = TimeAt(row, 14),
        Lease = row.IsDBNull(15) ? null : row.GetGuid(15),
        DueTime = TimeAt(row, 16),
        CreateTime = row.GetFieldValue<DateTimeOffset>(17),
        UpdateTime = row.GetFieldValue<DateTimeOffset>(18),
    };

    public static StoredMovement MovementOf(NpgsqlDataReader row) => new(
        row.GetInt64(0), (PaymentMovementKind)row.GetInt16(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.GetFieldValue<DateTimeOffset>(4));

    public static (long Count, DateTimeOffset? Oldest) UnknownOf(NpgsqlDataReader row) => (row.GetInt64(0), TimeAt(row, 1));

    private static DateTimeOffset? TimeAt(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter Json(IReadOnlyList<StoredRefund> refunds) =>
        new() { Value = JsonSerializer.SerializeToUtf8Bytes(refunds, StoredRefundJson.Default.IReadOnlyListStoredRefund), NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static NpgsqlParameter RefundKey(Guid refundId) => new() { Value = $$"""[{"refund_id": "{{refundId}}"}]""", NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static NpgsqlParameter Optional<T>(T? value, NpgsqlDbType type) where T : struct =>
        new() { Value = value is { } present ? present : DBNull.Value, NpgsqlDbType = type };
}
