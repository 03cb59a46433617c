using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>
/// How an order goes on once its payment has an outcome, whoever brings it: the event, or the sweeper that asked. Safe to be run
/// again and by several at once: what it asks of Inventory is idempotent, and what it writes is decided by the order as it is.
/// </summary>
internal sealed class OrderSaga(OrderStore store, InventoryService.InventoryServiceClient inventory, TimeProvider time)
{
    /// <summary>
    /// The money is held: takes the stock, then confirms, and with that has the money captured. When the stock is gone, the order
    /// is cancelled, and with that the hold is given up. One that was cancelled meanwhile stays so; Payment has heard of that.
    /// </summary>
    /// <exception cref="RpcException">Inventory is away; the same again later.</exception>
    public async Task AuthorizedAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var order = await FindAsync(orderId, cancellationToken);
        if (!OrderMoves.MayGo(order.State, OrderState.Confirmed))
        {
            return;
        }

        // Outside of any transaction of ours. A cancellation that comes in between wins: the write below sees it, and its release
        // gives back what this commit takes, or was there first, and the commit is refused.
        var committed = await TryCommitAsync(order.OrderId, cancellationToken);
        await store.ChangeAsync(
            order,
            current => committed ? OrderDecisions.Confirm(current, time.GetStoredUtcNow()) : OrderDecisions.GiveUp(current, CancelReason.OutOfStock, time.GetStoredUtcNow()),
            cancellationToken);
    }

    /// <summary>The order's payment will not come: it is cancelled, unless it has gone on already.</summary>
    public async Task UnpaidAsync(Guid orderId, CancelReason reason, CancellationToken cancellationToken) =>
        await store.ChangeAsync(await FindAsync(orderId, cancellationToken), order => OrderDecisions.GiveUp(order, reason, time.GetStoredUtcNow()), cancellationToken);

    // An order is stored before anybody hears of it; one that is not here will not come by waiting.
    private async Task<Order> FindAsync(Guid orderId, CancellationToken cancellationToken) =>
        await store.FindToChangeAsync(orderId, cancellationToken) ?? throw new InvalidOperationException($"There is no order {orderId}.");

    private async Task<bool> TryCommitAsync(string orderId, CancellationToken cancellationToken)
    {
        try
        {
            await inventory.CommitAsync(new CommitRequest { RequestId = orderId, OrderId = orderId }, cancellationToken: cancellationToken);
            return true;
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
            // Sold to somebody else after it expired, released, or never held: there is nothing to send.
            return false;
        }
    }
}
