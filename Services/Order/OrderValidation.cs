using Google.Protobuf.Collections;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>What requests about an order must be, before anybody looks at the order.</summary>
internal static class OrderValidation
{
    private const int MaxLines = 100;
    private const int MaxEtag = 64;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT with all violations; of the other methods, too.</exception>
    public static void Validate(CancelOrderRequest request) => Common(request.RequestId, request.OrderId, request.Etag).ThrowIfAny();

    public static void Validate(ShipOrderRequest request)
    {
        var violations = Common(request.RequestId, request.OrderId, request.Etag)
            .RequireText(request.Carrier, "carrier", 0, 50)
            .RequireText(request.TrackingNumber, "tracking_number", 0, 100);
        RequireLines(violations, request.Lines).ThrowIfAny();
    }

    public static void Validate(DeliverOrderRequest request)
    {
        var violations = Common(request.RequestId, request.OrderId, request.Etag);
        if (request.ShipmentId.Length > 0)
        {
            violations.RequireUuid(request.ShipmentId, "shipment_id");
        }

        violations.ThrowIfAny();
    }

    public static void Validate(RefundOrderRequest request)
    {
        var violations = Common(request.RequestId, request.OrderId, request.Etag)
            .Require(request.Reason != RefundReason.Unspecified && Enum.IsDefined(request.Reason), "reason", "must be given")
            .RequireText(request.Note, "note", 0, 500)
            .Require(request.Amount is null or { MinorUnits: > 0, CurrencyCode.Length: 3 }, "amount", "must be more than 0, in a currency")
            .Require(!request.Restock || request.Amount is null || request.Lines.Count > 0, "restock", "needs the lines whose pieces go back");
        RequireLines(violations, request.Lines).ThrowIfAny();
    }

    private static Violations Common(string requestId, string orderId, string etag) => new Violations()
        .RequireUuid(requestId, "request_id")
        .RequireUuid(orderId, "order_id")
        .RequireText(etag, "etag", 0, MaxEtag);

    private static Violations RequireLines(Violations violations, RepeatedField<LineQuantity> lines)
    {
        violations.Require(lines.Count <= MaxLines, "lines", $"must be at most {MaxLines} lines");
        var skus = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count; i++)
        {
            violations
                .RequireSku(lines[i].Sku, $"lines[{i}].sku")
                .Require(lines[i].Quantity >= 1, $"lines[{i}].quantity", "must be 1 or more")
                .Require(skus.Add(lines[i].Sku), $"lines[{i}].sku", "must stand in one line only");
        }

        return violations;
    }
}
