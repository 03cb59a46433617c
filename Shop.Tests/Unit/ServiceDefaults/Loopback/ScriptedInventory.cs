using Grpc.Core;
using Shop.Contracts.Inventory.V1;

namespace Shop.Tests.Unit.ServiceDefaults.Loopback;

/// <summary>An inventory whose answers a test sets: of an rpc that everybody may call, of one that services may call, and of a stream.</summary>
internal sealed class ScriptedInventory : InventoryService.InventoryServiceBase
{
    private int _calls;

    /// <summary>How many calls of any rpc have arrived.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>For everybody.</summary>
    public Func<BatchGetStockRequest, ServerCallContext, Task<BatchGetStockResponse>> Stock { get; set; } = (_, _) => Task.FromResult(new BatchGetStockResponse());

    /// <summary>For services.</summary>
    public Func<ReserveRequest, ServerCallContext, Task<Reservation>> Reservation { get; set; } = (request, _) => Task.FromResult(new Reservation { OrderId = request.OrderId });

    /// <summary>For everybody.</summary>
    public Func<IServerStreamWriter<WatchStockResponse>, ServerCallContext, Task> Watch { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Fails all rpcs from now on.</summary>
    public ScriptedInventory Fail(Func<Exception> error)
    {
        Stock = (_, _) => throw error();
        Reservation = (_, _) => throw error();
        Watch = (_, _) => throw error();
        return this;
    }

    /// <summary>Answers all rpcs again.</summary>
    public void Recover()
    {
        Stock = (_, _) => Task.FromResult(new BatchGetStockResponse());
        Reservation = (request, _) => Task.FromResult(new Reservation { OrderId = request.OrderId });
    }

    public override Task<BatchGetStockResponse> BatchGetStock(BatchGetStockRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        return Stock(request, context);
    }

    public override Task<Reservation> Reserve(ReserveRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        return Reservation(request, context);
    }

    public override Task WatchStock(WatchStockRequest request, IServerStreamWriter<WatchStockResponse> responseStream, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        return Watch(responseStream, context);
    }
}
