using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Inventory;

/// <summary>The Inventory service as its contract states it.</summary>
internal sealed class InventoryGrpc(
    InventoryStore store,
    ReserveBatcher reserves,
    CommitBatcher commits,
    StockWatchers watchers,
    StockAdjuster adjuster,
    MovementPages movements,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : InventoryService.InventoryServiceBase
{
    private const string AdjustStockRpc = "shop.inventory.v1.InventoryService/AdjustStock";

    public override async Task<BatchGetStockResponse> BatchGetStock(BatchGetStockRequest request, ServerCallContext context)
    {
        var skus = RequestRules.Skus(request.Skus);
        var found = (await store.GetStockAsync(skus, context.CancellationToken)).ToDictionary(totals => totals.Sku);
        return new BatchGetStockResponse
        {
            Stocks = { skus.Where(found.ContainsKey).Select(sku => Contract.ToMessage(found[sku], MaySeeAll(context))) },
            MissingSkus = { skus.Where(sku => !found.ContainsKey(sku)) },
        };
    }

    public override async Task<Reservation> Reserve(ReserveRequest request, ServerCallContext context) =>
        await reserves.ReserveAsync(RequestRules.Demand(request), context.CancellationToken) switch
        {
            ReserveOutcome.Held held => Contract.ToMessage(held.Reservation),
            ReserveOutcome.Repeated repeated => Contract.ToMessage(repeated.Reservation),
            ReserveOutcome.OutOfStock outOfStock => throw Refusals.OutOfStock(outOfStock.Shortages),
            ReserveOutcome.Released => throw Refusals.AlreadyReleased(request.OrderId),
            _ => throw Refusals.Mismatch(request.OrderId),
        };

    public override async Task<Reservation> Commit(CommitRequest request, ServerCallContext context) =>
        await commits.CommitAsync(RequestRules.OrderId(request.RequestId, request.OrderId), context.CancellationToken) switch
        {
            CommitOutcome.Committed committed => Contract.ToMessage(committed.Reservation),
            CommitOutcome.OutOfStock outOfStock => throw Refusals.OutOfStock(outOfStock.Shortages),
            CommitOutcome.Released => throw Refusals.AlreadyReleased(request.OrderId),
            _ => throw ShopErrors.NotFound("reservation", request.OrderId),
        };

    public override async Task<Reservation> Release(ReleaseRequest request, ServerCallContext context) =>
        Contract.ToMessage(await store.ReleaseAsync(RequestRules.OrderId(request.RequestId, request.OrderId), time.GetUtcNow(), context.CancellationToken));

    public override async Task WatchStock(WatchStockRequest request, IServerStreamWriter<WatchStockResponse> responseStream, ServerCallContext context)
    {
        var skus = RequestRules.Skus(request.Skus);
        var complete = MaySeeAll(context);
        // A service that stops ends its streams, so that their callers find another replica.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        // Watched first, read then: what changes in between is told of, too.
        using var watch = watchers.Watch(skus, availableOnly: !complete);
        foreach (var stock in await store.GetStockAsync(skus, ending.Token))
        {
            watch.Offer(stock);
        }

        while (true)
        {
            foreach (var stock in await watch.NextAsync(ending.Token))
            {
                await responseStream.WriteAsync(new WatchStockResponse { Stock = Contract.ToMessage(stock, complete) }, ending.Token);
            }
        }
    }

    public override Task<Stock> AdjustStock(AdjustStockRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var adjustment = RequestRules.Adjustment(request, caller.Id);
        return adjuster.AdjustAsync(RequestKey.Of(AdjustStockRpc, caller.Id, request.RequestId, request), adjustment, context.CancellationToken);
    }

    public override Task<ListMovementsResponse> ListMovements(ListMovementsRequest request, ServerCallContext context)
    {
        RequestRules.Check(request);
        return movements.ListAsync(request, context.CancellationToken);
    }

    private static bool MaySeeAll(ServerCallContext context) => Caller.From(context.GetHttpContext().User) is { } caller && (caller.IsService || caller.IsAdmin);
}
