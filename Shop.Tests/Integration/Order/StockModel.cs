using System.Collections.Concurrent;
using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Orders;

/// <summary>Inventory, as its contract describes it to Order: reservations by order, in one piece. A test can stop in the middle of a commit.</summary>
internal sealed class StockModel : InventoryService.InventoryServiceBase
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ReservationState> _reservations = [];
    private readonly ConcurrentDictionary<string, int> _commits = new();

    /// <summary>Runs before a commit takes effect.</summary>
    public Func<string, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a commit has taken effect, before it is answered.</summary>
    public Func<string, Task> AfterCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a reservation was made, before it is answered.</summary>
    public Func<string, Task> AfterReserve { get; set; } = _ => Task.CompletedTask;

    /// <summary>What expired was sold meanwhile, and nothing new can be reserved.</summary>
    public bool IsSoldOut { get; set; }

    public bool IsAway { get; set; }

    public IReadOnlyList<ReserveRequest> Reserves => [.. _reserves];

    private readonly ConcurrentQueue<ReserveRequest> _reserves = new();

    public ReservationState StateOf(string orderId)
    {
        lock (_lock)
        {
            return _reservations.GetValueOrDefault(orderId);
        }
    }

    /// <summary>How often a commit for the order has arrived.</summary>
    public int CommitsOf(string orderId) => _commits.GetValueOrDefault(orderId);

    public void Expire(string orderId) => Set(orderId, state => state == ReservationState.Held ? ReservationState.Expired : state);

    /// <summary>What Inventory does when it hears of a cancellation.</summary>
    public void Release(string orderId) => Set(orderId, _ => ReservationState.Released);

    public override async Task<Reservation> Reserve(ReserveRequest request, ServerCallContext context)
    {
        ThrowIfAway();
        _reserves.Enqueue(request);
        var state = Set(request.OrderId, state => state switch
        {
            ReservationState.Unspecified or ReservationState.Expired => IsSoldOut ? throw OutOfStock() : ReservationState.Held,
            ReservationState.Released => throw ShopErrors.FailedPrecondition("RESERVATION_RELEASED", "released"),
            _ => state,
        });
        await AfterReserve(request.OrderId);
        return new Reservation { OrderId = request.OrderId, State = state };
    }

    public override async Task<Reservation> Commit(CommitRequest request, ServerCallContext context)
    {
        ThrowIfAway();
        _commits.AddOrUpdate(request.OrderId, 1, (_, count) => count + 1);
        await BeforeCommit(request.OrderId);
        var state = Set(request.OrderId, state => state switch
        {
            ReservationState.Unspecified => throw ShopErrors.NotFound("reservation", request.OrderId),
            ReservationState.Released => throw ShopErrors.FailedPrecondition("RESERVATION_RELEASED", "released"),
            ReservationState.Expired when IsSoldOut => throw OutOfStock(),
            _ => ReservationState.Committed,
        });
        await AfterCommit(request.OrderId);
        return new Reservation { OrderId = request.OrderId, State = state };
    }

    private ReservationState Set(string orderId, Func<ReservationState, ReservationState> next)
    {
        lock (_lock)
        {
            return _reservations[orderId] = next(_reservations.GetValueOrDefault(orderId));
        }
    }

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw ShopErrors.Unavailable("STORE_UNAVAILABLE", "away");
        }
    }

    private static RpcException OutOfStock() => ShopErrors.FailedPrecondition("OUT_OF_STOCK", "gone", new Dictionary<string, string> { ["TEA"] = "0" }, [("TEA", "gone")]);
}
