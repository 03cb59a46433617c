using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Load;
using Shop.Load.Running;

namespace Shop.Tests.Integration;

/// <summary>A shop of its own, whose processes are killed while people shop, under an AppHost that starts again what has crashed.</summary>
public sealed class KilledReplicaTests : IAsyncLifetime
{
    private const int Shoppers = 6;
    private const int PiecesBeforeTheKill = 10;
    private const int Pieces = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private readonly string _dataRoot = Directory.CreateTempSubdirectory("shop-killed-").FullName;
    private AppHostProcess _shop = null!;

    private Uri Gateway => _shop.Endpoint("gateway", "http");

    public async Task InitializeAsync() =>
        _shop = await AppHostProcess.StartHealthyAsync(_dataRoot, "--RestartCrashed=true", "--Replicas:gateway=2", "--AppHost:ShowConsoleLogs=false");

    public async Task DisposeAsync()
    {
        await _shop.StopAsync();
        _shop.Dispose();
        Directory.Delete(_dataRoot, recursive: true);
    }

    [Fact]
    public async Task Processes_Killed_NobodyLosesAnythingAndTheyComeBack()
    {
        await GatewayReplicaIsKilledAsync();
        await BrokerIsKilledAsync();
    }

    // Everybody adds pieces one by one, and repeats what was cut off: each is in the cart once.
    private async Task GatewayReplicaIsKilledAsync()
    {
        using var halfWay = new CountdownEvent(Shoppers);
        var killed = new TaskCompletionSource();
        var carts = Enumerable.Range(0, Shoppers).Select(_ => Task.Run(() => FillAsync(halfWay, killed.Task))).ToList();
        await Task.Run(() => halfWay.Wait(Patience).ShouldBeTrue());
        var victim = ProcessesOf("gateway")[0];

        await ProcessSignals.SendAsync(victim, "KILL");
        (await ProcessSignals.IsGoneAsync(victim, Patience)).ShouldBeTrue();
        killed.SetResult();

        (await Task.WhenAll(carts)).ShouldAllBe(quantity => quantity == Pieces);
        await EventuallyAsync(() => ProcessesOf("gateway") is { Count: 2 } now && !now.Contains(victim), "two replicas of the gateway again");
        await _shop.WaitHealthyAsync(CancellationToken.None);
    }

    private async Task<int> FillAsync(CountdownEvent halfWay, Task killed)
    {
        using var shopper = new ShopClient(Gateway);
        var sku = await Purchase.FindSkuAsync(shopper, 1);
        await shopper.Cart.GetCartAsync(new GetCartRequest());
        var quantity = 0;
        for (var i = 0; i < Pieces; i++)
        {
            if (i == PiecesBeforeTheKill)
            {
                halfWay.Signal();
            }

            var request = new AddItemRequest { RequestId = Purchase.NewId(), Sku = sku, Quantity = 1 };
            quantity = (await RepeatedAsync(() => shopper.Cart.AddItemAsync(request, deadline: DateTime.UtcNow + Patience))).Lines.Single().Quantity;
        }

        await killed;
        return quantity;
    }

    // Both streams stay open all the while: what happened meanwhile arrives when the broker is back.
    private async Task BrokerIsKilledAsync()
    {
        using var shopper = new ShopClient(Gateway);
        var sku = await Purchase.FindSkuAsync(shopper, 10);
        var cart = await Purchase.AddAsync(shopper, sku, 1);
        using var stock = shopper.Inventory.WatchStock(new WatchStockRequest { Skus = { sku } }, deadline: DateTime.UtcNow + Patience);
        var available = (await NextAsync(stock)).Stock.AvailableQuantity;
        var victim = ProcessesOf("rabbitmq").Single();

        await ProcessSignals.SendAsync(victim, "KILL");
        (await ProcessSignals.IsGoneAsync(victim, Patience)).ShouldBeTrue();
        var order = await shopper.Order.PlaceOrderAsync(Purchase.RequestFor(cart));
        using var watch = shopper.Order.WatchOrder(new WatchOrderRequest { OrderId = order.OrderId }, deadline: DateTime.UtcNow + Patience);

        (await NextAsync(watch)).Order.State.ShouldBe(OrderState.AwaitingPayment);
        (await NextAsync(stock)).Stock.AvailableQuantity.ShouldBe(available - 1);
        (await NextAsync(watch)).Order.State.ShouldBe(OrderState.Confirmed);
        ProcessesOf("rabbitmq").Single().ShouldNotBe(victim);
        await _shop.WaitHealthyAsync(CancellationToken.None);
    }

    private List<int> ProcessesOf(string resource) => [.. _shop.App()!.Replicas(resource).Select(replica => replica.Pid).OfType<int>()];

    private static async Task<T> NextAsync<T>(AsyncServerStreamingCall<T> stream)
    {
        (await stream.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        return stream.ResponseStream.Current;
    }

    private static async Task<T> RepeatedAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown && exception.Status.DebugException is not null)
            {
                // The connection was cut: whether it was done nobody knows.
                await Task.Delay(Glance, patience.Token);
            }
        }
    }

    private static async Task EventuallyAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.IsCancellationRequested.ShouldBeFalse($"Not in {Patience}: {what}");
            await Task.Delay(Glance, CancellationToken.None);
        }
    }
}
