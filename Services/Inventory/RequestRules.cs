using System.Text.RegularExpressions;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Shop.Inventory;

/// <summary>What requests must be, before anybody is asked about them. Each throws INVALID_ARGUMENT with all that is wrong.</summary>
internal static partial class RequestRules
{
    /// <summary>The location of whoever names none.</summary>
    public const string DefaultLocation = "main";

    private const int MaxSkus = 100;
    private const int MaxQuantity = 999;
    private const int LargestDelta = 1_000_000;
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestTtl = TimeSpan.FromHours(24);

    /// <summary>The SKUs of a request that reads or watches several, each once, in the order they were asked for.</summary>
    public static IReadOnlyList<string> Skus(IReadOnlyList<string> skus)
    {
        var violations = new Violations().Require(skus.Count is >= 1 and <= MaxSkus, "skus", $"must be 1 to {MaxSkus} SKUs");
        for (var i = 0; i < skus.Count; i++)
        {
            violations.RequireSku(skus[i], $"skus[{i}]");
        }

        violations.ThrowIfAny();
        return [.. skus.Distinct(StringComparer.Ordinal)];
    }

    public static OrderDemand Demand(ReserveRequest request)
    {
        var ttl = request.Ttl ?? Duration.FromTimeSpan(DefaultTtl);
        var violations = new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .RequireUuid(request.OrderId, "order_id")
            .Require(request.Lines.Count is >= 1 and <= MaxSkus, "lines", $"must be 1 to {MaxSkus} lines")
            .Require(IsTtl(ttl), "ttl", "must be 1 second to 24 hours");
        var quantities = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < request.Lines.Count; i++)
        {
            var line = request.Lines[i];
            violations
                .RequireSku(line.Sku, $"lines[{i}].sku")
                .Require(line.Quantity is >= 1 and <= MaxQuantity, $"lines[{i}].quantity", $"must be 1 to {MaxQuantity}")
                .Require(quantities.TryAdd(line.Sku, line.Quantity), $"lines[{i}].sku", "must stand in one line only");
        }

        violations.ThrowIfAny();
        return new OrderDemand(Guid.Parse(request.OrderId), quantities, ttl.ToTimeSpan());
    }

    public static Guid OrderId(string requestId, string orderId)
    {
        new Violations().RequireUuid(requestId, "request_id").RequireUuid(orderId, "order_id").ThrowIfAny();
        return Guid.Parse(orderId);
    }

    public static StockAdjustment Adjustment(AdjustStockRequest request, string actorId)
    {
        var locationId = request.LocationId.Length == 0 ? DefaultLocation : request.LocationId;
        var isDelta = request.ChangeCase == AdjustStockRequest.ChangeOneofCase.Delta;
        var isCounted = request.ChangeCase == AdjustStockRequest.ChangeOneofCase.CountedQuantity;
        new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .RequireSku(request.Sku, "sku")
            .Require(IsLocation(locationId), "location_id", "must be a-z, then up to 62 of a-z 0-9 -")
            .Require(isDelta || isCounted, "delta", "or counted_quantity must be given")
            .Require(!isDelta || request.Delta is not 0 and >= -LargestDelta and <= LargestDelta, "delta", $"must be 1 to {LargestDelta}, either way")
            .Require(!isCounted || request.CountedQuantity is >= 0 and <= StockAdjustment.LargestStock, "counted_quantity", $"must be 0 to {StockAdjustment.LargestStock}")
            .Require(request.Reason != AdjustmentReason.Unspecified && Enum.IsDefined(request.Reason), "reason", "must be one of the reasons")
            .RequireText(request.Note, "note", 0, 500)
            .ThrowIfAny();
        return new StockAdjustment(
            request.Sku, locationId, isDelta ? request.Delta : null, isCounted ? request.CountedQuantity : null, request.Reason, request.Note, actorId);
    }

    public static void Check(ListMovementsRequest request) => new Violations()
        .Require(request.Sku.Length == 0 || Violations.IsSku(request.Sku), "sku", "must be a SKU or empty")
        .Require(request.LocationId.Length == 0 || IsLocation(request.LocationId), "location_id", "must be a location or empty")
        .Require(request.OrderId.Length == 0 || Guid.TryParseExact(request.OrderId, "D", out _), "order_id", "must be a UUID or empty")
        .Require(request.PageSize >= 0, "page_size", "must not be negative")
        .ThrowIfAny();

    /// <summary>Whether a text is the id of a location.</summary>
    public static bool IsLocation(string value) => Location().IsMatch(value);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,62}\z", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Location();

    // A duration as it comes may be none: seconds without bounds, and nanoseconds of another sign.
    private static bool IsTtl(Duration ttl) => ttl.Nanos is >= 0 and < 1_000_000_000 && ttl.Seconds >= 1 && (ttl.Seconds < LongestTtl.TotalSeconds || (ttl.Seconds == LongestTtl.TotalSeconds && ttl.Nanos == 0));
}
