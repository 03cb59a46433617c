using System.Globalization;
using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Inventory;

/// <summary>The Inventory service as its contract states it.</summary>
internal sealed class InventoryGrpc(InventoryStore store, ReserveBatcher batcher, TimeProvider time) : InventoryService.InventoryServiceBase
{
    private const int MaxSkus = 100;
    private const int MaxQuantity = 999;
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestTtl = TimeSpan.FromHours(24);

    public override async Task<BatchGetStockResponse> BatchGetStock(BatchGetStockRequest request, ServerCallContext context)
    {
        var violations = new Violations().Require(request.Skus.Count is >= 1 and <= MaxSkus, "skus", $"must be 1 to {MaxSkus} SKUs");
        for (var i = 0; i < request.Skus.Count; i++)
        {
            violations.RequireSku(request.Skus[i], $"skus[{i}]");
        }

        violations.ThrowIfAny();

        var skus = request.Skus.Distinct().ToList();
        var found = (await store.GetStockAsync(skus, context.CancellationToken)).ToDictionary(totals => totals.Sku);
        var complete = Caller.From(context.GetHttpContext().User) is { } caller && (caller.IsService || caller.IsAdmin);
        return new BatchGetStockResponse
        {
            Stocks = { skus.Where(found.ContainsKey).Select(sku => Contract.ToMessage(found[sku], complete)) },
            MissingSkus = { skus.Where(sku => !found.ContainsKey(sku)) },
        };
    }

    public override async Task<Reservation> Reserve(ReserveRequest request, ServerCallContext context)
    {
        var demand = DemandOf(request);
        return await batcher.ReserveAsync(demand, context.CancellationToken) switch
        {
            ReserveOutcome.Held held => Contract.ToMessage(held.Reservation),
            ReserveOutcome.Repeated repeated => Contract.ToMessage(repeated.Reservation),
            ReserveOutcome.OutOfStock outOfStock => throw OutOfStock(outOfStock.Shortages),
            ReserveOutcome.Released => throw AlreadyReleased(request.OrderId),
            _ => throw ShopErrors.InvalidRequest("RESERVATION_MISMATCH", $"Order {request.OrderId} holds a reservation with other lines."),
        };
    }

    public override async Task<Reservation> Commit(CommitRequest request, ServerCallContext context)
    {
        var orderId = OrderIdOf(request.RequestId, request.OrderId);
        await using var transaction = store.Begin();
        var outcome = await ReservationMoves.CommitAsync(transaction, orderId, time.GetUtcNow(), context.CancellationToken);
        switch (outcome)
        {
            case CommitOutcome.Committed committed:
                await transaction.CommitAsync(context.CancellationToken);
                return Contract.ToMessage(committed.Reservation);
            case CommitOutcome.OutOfStock outOfStock:
                throw OutOfStock(outOfStock.Shortages);
            case CommitOutcome.Released:
                throw AlreadyReleased(request.OrderId);
            default:
                throw ShopErrors.NotFound("reservation", request.OrderId);
        }
    }

    public override async Task<Reservation> Release(ReleaseRequest request, ServerCallContext context)
    {
        var orderId = OrderIdOf(request.RequestId, request.OrderId);
        await using var transaction = store.Begin();
        var reservation = await ReservationMoves.ReleaseAsync(transaction, orderId, time.GetUtcNow(), context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
        return Contract.ToMessage(reservation);
    }

    public override Task WatchStock(WatchStockRequest request, IServerStreamWriter<WatchStockResponse> responseStream, ServerCallContext context) =>
        throw ShopErrors.Unimplemented(nameof(WatchStock));

    public override Task<Stock> AdjustStock(AdjustStockRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(AdjustStock));

    public override Task<ListMovementsResponse> ListMovements(ListMovementsRequest request, ServerCallContext context) => throw ShopErrors.Unimplemented(nameof(ListMovements));

    private static OrderDemand DemandOf(ReserveRequest request)
    {
        var ttl = request.Ttl?.ToTimeSpan() ?? DefaultTtl;
        var violations = new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .RequireUuid(request.OrderId, "order_id")
            .Require(request.Lines.Count is >= 1 and <= MaxSkus, "lines", $"must be 1 to {MaxSkus} lines")
            .Require(ttl >= TimeSpan.FromSeconds(1) && ttl <= LongestTtl, "ttl", "must be 1 second to 24 hours");
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
        return new OrderDemand(Guid.Parse(request.OrderId), quantities, ttl);
    }

    private static Guid OrderIdOf(string requestId, string orderId)
    {
        new Violations().RequireUuid(requestId, "request_id").RequireUuid(orderId, "order_id").ThrowIfAny();
        return Guid.Parse(orderId);
    }

    private static RpcException OutOfStock(IReadOnlyList<Shortage> shortages) => ShopErrors.FailedPrecondition(
        "OUT_OF_STOCK",
        "Not enough is in stock.",
        shortages.ToDictionary(shortage => shortage.Sku, shortage => shortage.Available.ToString(CultureInfo.InvariantCulture)),
        [.. shortages.Select(shortage => (shortage.Sku, $"{shortage.Requested} wanted, {shortage.Available} available"))]);

    private static RpcException AlreadyReleased(string orderId) => ShopErrors.FailedPrecondition("RESERVATION_RELEASED", $"The reservation of order {orderId} was released.");
}
