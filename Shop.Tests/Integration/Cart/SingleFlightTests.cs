namespace Shop.Tests.Integration.Carts;

/// <summary>Many who ask for the same at once, when nobody knows it yet.</summary>
[Collection(CartServers.Collection)]
public sealed class SingleFlightTests(CartServers servers)
{
    [Fact]
    public async Task AddItem_ManyAtOnceOfASkuThatNobodyKnows_AskCatalogOnce()
    {
        await using var shop = await CartHost.StartAsync(servers.Redis.ConnectionString);
        var sku = shop.NewSku();
        var answer = new TaskCompletionSource();
        shop.Catalog.Hang = answer.Task;
        var shoppers = Enumerable.Range(0, 20).Select(_ => shop.NewCaller()).ToList();

        var adding = shoppers.Select(shopper => shopper.AddAsync(sku)).ToList();
        await EventuallyAsync(() => shop.Catalog.Calls > 0);
        answer.SetResult();
        var carts = await Task.WhenAll(adding);

        carts.ShouldAllBe(cart => cart.Lines.Count == 1);
        shop.Catalog.Calls.ShouldBe(1);
        shoppers.ForEach(shopper => shopper.Dispose());
    }

    [Fact]
    public async Task AddItem_AfterAChangeWhileAnOldAnswerIsUnderWay_DoesNotTakeThat()
    {
        await using var shop = await CartHost.StartAsync(servers.Redis.ConnectionString);
        var sku = shop.NewSku(price: 500);
        using var early = shop.NewCaller();
        using var late = shop.NewCaller();
        var answer = new TaskCompletionSource();
        shop.Catalog.Hang = answer.Task;
        var before = early.AddAsync(sku);
        await EventuallyAsync(() => shop.Catalog.Calls == 1);

        shop.Catalog.Sell(sku, 900);
        shop.Forget(sku);
        shop.Catalog.Hang = null;
        var after = await late.AddAsync(sku);
        answer.SetResult();
        await before;

        after.Lines.ShouldHaveSingleItem().UnitPrice.MinorUnits.ShouldBe(900);
        shop.Catalog.Calls.ShouldBe(2);
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
