using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Orders;

/// <summary>The statements on orders, each added to a batch that its caller runs.</summary>
internal static class OrderSql
{
    private const string Insert = """
        -- insert order
        WITH placed AS (
            INSERT INTO orders (order_id, number, owner_id, state, currency_code, subtotal, total, address, payment_token, create_time, update_time, expire_time)
            VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $9, $10)
        )
        INSERT INTO order_line (order_id, sku, product_id, name, options, image_url, unit_price, quantity)
        SELECT $1, sku, product_id, name, options, image_url, unit_price, quantity
        FROM jsonb_to_recordset($11) AS line (sku text, product_id text, name text, options jsonb, image_url text, unit_price bigint, quantity int)
        """;

    private const string Select = """
        -- select order
        SELECT o.order_id, o.number, o.owner_id, o.state, o.currency_code, o.subtotal, o.discount_total, o.shipping_total, o.tax_total, o.total,
               o.refunded_total, o.address, o.cancel_reason, o.revision, o.create_time, o.update_time, o.expire_time, o.confirm_time, o.ship_time,
               o.deliver_time, o.cancel_time,
               (SELECT jsonb_agg(to_jsonb(line) - 'order_id' ORDER BY line.sku) FROM order_line line WHERE line.order_id = o.order_id)
        FROM orders o
        WHERE o.order_id = $1
        """;

    private const string SelectForUpdate = $"{Select} FOR UPDATE OF o";

    private const string Move = """
        -- move order
        UPDATE orders
        SET state = $2, cancel_reason = $3, expire_time = NULL, update_time = $4, revision = revision + 1,
            confirm_time = CASE WHEN $2 = 2 THEN $4 ELSE confirm_time END,
            cancel_time = CASE WHEN $2 = 5 THEN $4 ELSE cancel_time END
        WHERE order_id = $1
        """;

    public static void AppendInsert(NpgsqlBatch batch, Order order, string paymentToken) => batch.Append(
        Insert,
        Guid.Parse(order.OrderId),
        order.Number,
        order.OwnerId,
        (short)order.State,
        order.Total.CurrencyCode,
        order.Total.MinorUnits,
        Json(JsonFormatter.Default.Format(order.Address)),
        paymentToken,
        order.CreateTime.ToDateTimeOffset(),
        order.ExpireTime.ToDateTimeOffset(),
        Json(JsonSerializer.SerializeToUtf8Bytes(order.Lines.Select(ToStored).ToList(), StoredLineJson.Default.ListStoredLine)));

    public static void AppendSelect(NpgsqlBatch batch, Guid orderId) => batch.Append(Select, orderId);

    public static void AppendSelectForUpdate(NpgsqlBatch batch, Guid orderId) => batch.Append(SelectForUpdate, orderId);

    public static void AppendMove(NpgsqlBatch batch, Order order) =>
        batch.Append(Move, Guid.Parse(order.OrderId), (short)order.State, (short)order.CancelReason, order.UpdateTime.ToDateTimeOffset());

    /// <summary>The order that the reader stands before; null when there is none.</summary>
    public static async Task<Order?> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? OrderOf(reader) : null;

    private static Order OrderOf(NpgsqlDataReader row)
    {
        var currency = row.GetString(4);
        Money MoneyAt(int column) => new() { CurrencyCode = currency, MinorUnits = row.GetInt64(column) };
        Timestamp? TimeAt(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column).ToTimestamp();
        var lines = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(21), StoredLineJson.Default.ListStoredLine) ?? [];
        return new Order
        {
            OrderId = row.GetGuid(0).ToString(),
            Number = row.GetString(1),
            OwnerId = row.GetString(2),
            State = (OrderState)row.GetInt16(3),
            Subtotal = MoneyAt(5),
            DiscountTotal = MoneyAt(6),
            ShippingTotal = MoneyAt(7),
            TaxTotal = MoneyAt(8),
            Total = MoneyAt(9),
            RefundedTotal = MoneyAt(10),
            Address = JsonParser.Default.Parse<PostalAddress>(row.GetString(11)),
            CancelReason = (CancelReason)row.GetInt16(12),
            Etag = EtagOf(row.GetInt32(13)),
            CreateTime = TimeAt(14),
            UpdateTime = TimeAt(15),
            ExpireTime = TimeAt(16),
            ConfirmTime = TimeAt(17),
            ShipTime = TimeAt(18),
            DeliverTime = TimeAt(19),
            CancelTime = TimeAt(20),
            Lines = { lines.Select(line => ToMessage(line, currency)) },
        };
    }

    /// <summary>The etag of an order at a revision, the first of which is 1.</summary>
    public static string EtagOf(int revision) => $"\"{revision}\"";

    private static StoredLine ToStored(OrderLine line) => new(
        line.Sku, line.ProductId, line.Name, [.. line.Options.Select(option => new StoredOption(option.Name, option.Value))], line.ImageUrl,
        line.UnitPrice.MinorUnits, line.Quantity, line.ShippedQuantity, line.RefundedQuantity);

    private static OrderLine ToMessage(StoredLine line, string currency) => new()
    {
        Sku = line.Sku,
        ProductId = line.ProductId,
        Name = line.Name,
        Options = { line.Options.Select(option => new SelectedOption { Name = option.Name, Value = option.Value }) },
        ImageUrl = line.ImageUrl,
        UnitPrice = new Money { CurrencyCode = currency, MinorUnits = line.UnitPrice },
        Quantity = line.Quantity,
        LineTotal = new Money { CurrencyCode = currency, MinorUnits = line.UnitPrice * line.Quantity },
        ShippedQuantity = line.ShippedQuantity,
        RefundedQuantity = line.RefundedQuantity,
    };

    private static NpgsqlParameter Json(object value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Jsonb };
}
