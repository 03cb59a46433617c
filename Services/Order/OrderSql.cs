using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Orders;

/// <summary>The statements that change orders, each added to a batch that its caller runs.</summary>
internal static class OrderSql
{
    private const string Insert = """
        -- insert order
        INSERT INTO orders (order_id, number, owner_id, state, currency_code, subtotal, total, address, payment_token, create_time, update_time, expire_time, check_time)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $9, $10, $11)
        """;

    private const string InsertLines = """
        -- insert order lines
        INSERT INTO order_line (order_id, sku, product_id, name, options, image_url, unit_price, quantity)
        SELECT $1, sku, product_id, name, options, image_url, unit_price, quantity
        FROM jsonb_to_recordset($2) AS line (sku text, product_id text, name text, options jsonb, image_url text, unit_price bigint, quantity int)
        """;

    // Decided on a revision that is not the last one any more, it divides by zero, and whatever stands in the same transaction
    // fails with it. So nobody holds a lock while he decides. A violated constraint would do the same, but Postgres logs the row
    // then, with its address and its payment token.
    private const string Update = """
        -- move order
        UPDATE orders
        SET revision = revision + 1 / (revision = $2)::int,
            state = $3, cancel_reason = $4, refunded_total = $5, update_time = $6,
            expire_time = $7, confirm_time = $8, ship_time = $9, deliver_time = $10, cancel_time = $11
        WHERE order_id = $1
        """;

    private const string UpdateLines = """
        -- move order lines
        UPDATE order_line
        SET shipped_quantity = next.shipped, refunded_quantity = next.refunded, withdrawn_quantity = next.withdrawn
        FROM unnest($2, $3, $4, $5) AS next (sku, shipped, refunded, withdrawn)
        WHERE order_line.order_id = $1 AND order_line.sku = next.sku
        """;

    private const string InsertShipment = """
        -- insert shipment
        INSERT INTO shipment (shipment_id, order_id, lines, carrier, tracking_number, ship_time)
        VALUES ($1, $2, $3, $4, $5, $6)
        """;

    private const string DeliverShipments = """
        -- deliver shipments
        UPDATE shipment SET deliver_time = $3 WHERE order_id = $1 AND shipment_id = ANY ($2)
        """;

    private const string InsertRefund = """
        -- insert refund
        INSERT INTO refund (refund_id, order_id, lines, amount, reason, note, restock, create_time)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    public static void AppendInsert(NpgsqlBatch batch, Order order, string paymentToken, DateTimeOffset checkTime)
    {
        var orderId = Guid.Parse(order.OrderId);
        batch.Append(
            Insert,
            orderId,
            order.Number,
            order.OwnerId,
            (short)order.State,
            order.Total.CurrencyCode,
            order.Total.MinorUnits,
            Json(JsonFormatter.Default.Format(order.Address)),
            paymentToken,
            order.CreateTime.ToDateTimeOffset(),
            order.ExpireTime.ToDateTimeOffset(),
            checkTime);
        batch.Append(InsertLines, orderId, Json(JsonSerializer.SerializeToUtf8Bytes(order.Lines.Select(StoredLine.Of).ToList(), StoredOrderJson.Default.ListStoredLine)));
    }

    /// <summary>Stores what is new in an order's next version. Fails, see <see cref="IsOutdated"/>, when it is not the next one any more.</summary>
    public static void AppendMove(NpgsqlBatch batch, Order before, Order next)
    {
        var orderId = Guid.Parse(next.OrderId);
        batch.Append(
            Update, orderId, Etags.RevisionOf(before.Etag), (short)next.State, (short)next.CancelReason, next.RefundedTotal.MinorUnits,
            next.UpdateTime.ToDateTimeOffset(), Time(next.ExpireTime), Time(next.ConfirmTime), Time(next.ShipTime), Time(next.DeliverTime), Time(next.CancelTime));
        var lines = next.Lines.Where((line, i) => !line.Equals(before.Lines[i])).ToList();
        if (lines.Count > 0)
        {
            batch.Append(
                UpdateLines, orderId, lines.Select(line => line.Sku).ToArray(), lines.Select(line => line.ShippedQuantity).ToArray(),
                lines.Select(line => line.RefundedQuantity).ToArray(), lines.Select(line => line.WithdrawnQuantity).ToArray());
        }

        AppendShipments(batch, orderId, before, next);
        foreach (var refund in next.Refunds.Skip(before.Refunds.Count))
        {
            batch.Append(
                InsertRefund, Guid.Parse(refund.RefundId), orderId, Quantities(refund.Lines), refund.Amount.MinorUnits, (short)refund.Reason, refund.Note,
                refund.Restock, refund.CreateTime.ToDateTimeOffset());
        }
    }

    /// <summary>Whether a batch failed because the order had moved on meanwhile: read it again, and decide anew.</summary>
    public static bool IsOutdated(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.DivisionByZero;

    private static void AppendShipments(NpgsqlBatch batch, Guid orderId, Order before, Order next)
    {
        foreach (var shipment in next.Shipments.Skip(before.Shipments.Count))
        {
            batch.Append(
                InsertShipment, Guid.Parse(shipment.ShipmentId), orderId, Quantities(shipment.Lines), shipment.Carrier, shipment.TrackingNumber,
                shipment.ShipTime.ToDateTimeOffset());
        }

        var delivered = next.Shipments.Where((shipment, i) => i < before.Shipments.Count && !shipment.Equals(before.Shipments[i])).ToList();
        if (delivered.Count > 0)
        {
            batch.Append(DeliverShipments, orderId, delivered.Select(shipment => Guid.Parse(shipment.ShipmentId)).ToArray(), next.UpdateTime.ToDateTimeOffset());
        }
    }

    private static NpgsqlParameter Quantities(IEnumerable<LineQuantity> lines) =>
        Json(JsonSerializer.SerializeToUtf8Bytes(lines.Select(line => new StoredQuantity(line.Sku, line.Quantity)).ToList(), StoredOrderJson.Default.ListStoredQuantity));

    private static NpgsqlParameter Json(object value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static NpgsqlParameter Time(Timestamp? time) =>
        new() { Value = (object?)time?.ToDateTimeOffset() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
