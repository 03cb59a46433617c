using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Orders;

/// <summary>An order as a query gives it, with all that belongs to it in one row.</summary>
internal static class OrderRow
{
    /// <summary>To be selected from <c>orders o</c>.</summary>
    public const string Columns = """
        o.order_id, o.number, o.owner_id, o.state, o.currency_code, o.subtotal, o.discount_total, o.shipping_total, o.tax_total, o.total,
               o.refunded_total, o.address, o.cancel_reason, o.revision, o.create_time, o.update_time, o.expire_time, o.confirm_time, o.ship_time,
               o.deliver_time, o.cancel_time,
               (SELECT jsonb_agg(to_jsonb(line) - 'order_id' ORDER BY line.sku COLLATE "C") FROM order_line line WHERE line.order_id = o.order_id),
               (SELECT jsonb_agg(to_jsonb(parcel) - 'order_id' ORDER BY parcel.ship_time, parcel.shipment_id) FROM shipment parcel WHERE parcel.order_id = o.order_id),
               (SELECT jsonb_agg(to_jsonb(back) - 'order_id' ORDER BY back.create_time, back.refund_id) FROM refund back WHERE back.order_id = o.order_id)
        """;

    /// <summary>The order that the reader stands at.</summary>
    public static Order Read(NpgsqlDataReader row)
    {
        var currency = row.GetString(4);
        Money MoneyAt(int column) => new() { CurrencyCode = currency, MinorUnits = row.GetInt64(column) };
        Timestamp? TimeAt(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column).ToTimestamp();
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
            Etag = Etags.Of(row.GetInt32(13)),
            CreateTime = TimeAt(14),
            UpdateTime = TimeAt(15),
            ExpireTime = TimeAt(16),
            ConfirmTime = TimeAt(17),
            ShipTime = TimeAt(18),
            DeliverTime = TimeAt(19),
            CancelTime = TimeAt(20),
            Lines = { List(row, 21, StoredOrderJson.Default.ListStoredLine).Select(line => line.ToMessage(currency)) },
            Shipments = { List(row, 22, StoredOrderJson.Default.ListStoredShipment).Select(shipment => shipment.ToMessage()) },
            Refunds = { List(row, 23, StoredOrderJson.Default.ListStoredRefund).Select(refund => refund.ToMessage(currency)) },
        };
    }

    // No rows aggregate to null.
    private static List<T> List<T>(NpgsqlDataReader row, int column, JsonTypeInfo<List<T>> type) =>
        row.IsDBNull(column) ? [] : JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(column), type) ?? [];
}
