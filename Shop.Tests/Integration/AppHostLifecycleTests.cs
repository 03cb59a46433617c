using System.Diagnostics;
using Shop.Contracts.Order.V1;
using Shop.Load;
using Shop.Load.Running;

namespace Shop.Tests.Integration;

/// <summary>Stops, starts and kills a whole shop of its own.</summary>
public sealed class AppHostLifecycleTests : IDisposable
{
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(10);
    private readonly string _dataRoot = Directory.CreateTempSubdirectory("shop-lifecycle-").FullName;

    [Fact]
    public async Task Shop_StoppedAndKilledAndStartedAgain_KeepsOrdersAndStockAndLeavesNoProcess()
    {
        string orderId;
        string sku;
        string? token;
        int available;

        using (var first = await AppHostProcess.StartHealthyAsync(_dataRoot))
        {
            using var shopper = new ShopClient(first.Endpoint("gateway", "http"));
            sku = await Purchase.FindSkuAsync(shopper, 10);
            var placed = await shopper.Order.PlaceOrderAsync(Purchase.RequestFor(await Purchase.AddAsync(shopper, sku, 2)));
            orderId = placed.OrderId;
            await Purchase.WaitForAsync(shopper, orderId, OrderState.Confirmed);
            (token, available) = (shopper.Guest.Token, await AvailableAsync(shopper, sku));

            var processes = first.ProcessIds();
            processes.Count.ShouldBeGreaterThan(8);
            await first.StopAsync();
            first.ExitCode.ShouldBe(0, first.Output);
            await ShouldBeGoneAsync(processes);
        }

        using (var second = await AppHostProcess.StartHealthyAsync(_dataRoot))
        {
            await ShouldBeThereAsync(second, token, orderId, sku, available);

            var processes = second.ProcessIds();
            second.Kill();
            await ShouldBeGoneAsync(processes);
        }

        using var third = await AppHostProcess.StartHealthyAsync(_dataRoot);
        await ShouldBeThereAsync(third, token, orderId, sku, available);
        await third.StopAsync(System.Runtime.InteropServices.PosixSignal.SIGINT);
    }

    public void Dispose() => Directory.Delete(_dataRoot, recursive: true);

    private static async Task ShouldBeThereAsync(AppHostProcess appHost, string? token, string orderId, string sku, int available)
    {
        using var shopper = new ShopClient(appHost.Endpoint("gateway", "http"));
        shopper.Guest.Token = token;
        (await shopper.Order.GetOrderAsync(new GetOrderRequest { OrderId = orderId })).State.ShouldBe(OrderState.Confirmed);
        (await AvailableAsync(shopper, sku)).ShouldBe(available);
    }

    private static async Task<int> AvailableAsync(ShopClient shopper, string sku) =>
        (await shopper.Inventory.BatchGetStockAsync(new() { Skus = { sku } })).Stocks.ShouldHaveSingleItem().AvailableQuantity;

    private static async Task ShouldBeGoneAsync(IReadOnlyList<int> processes)
    {
        var watch = Stopwatch.StartNew();
        foreach (var process in processes)
        {
            (await ProcessSignals.IsGoneAsync(process, CleanUpLimit - watch.Elapsed)).ShouldBeTrue($"process {process} is still there");
        }
    }
}
