using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Shop.Carts;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Carts;

/// <summary>What Catalog and Inventory say about a cart, and what it shows while they say nothing.</summary>
[Collection(CartServers.Collection)]
public sealed class CartFactsTests(CartServers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);
    private CartHost _shop = null!;
    private CartCaller _shopper = null!;

    public async Task InitializeAsync()
    {
        _shop = await CartHost.StartAsync(servers.Redis.ConnectionString);
        _shopper = _shop.NewCaller();
    }

    public async Task DisposeAsync()
    {
        _shopper.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task GetCart_PriceHasChanged_SaysSoUntilItWasSeen()
    {
        var sku = _shop.NewSku(price: 500);
        await _shopper.AddAsync(sku, 2);
        _shop.Catalog.Sell(sku, 450);
        _shop.Time.Advance(Later);

        (await _shopper.GetAsync()).Notices.ShouldHaveSingleItem().Kind.ShouldBe(CartNoticeKind.PriceDecreased);
        var cart = await _shopper.GetAsync(markSeen: true);

        var notice = cart.Notices.ShouldHaveSingleItem();
        (notice.PreviousPrice.MinorUnits, notice.CurrentPrice.MinorUnits).ShouldBe((500, 450));
        (cart.Lines[0].LastSeenPrice.MinorUnits, cart.Lines[0].LineTotal.MinorUnits, cart.Subtotal.MinorUnits).ShouldBe((500, 900, 900));
        cart = await _shopper.GetAsync();
        cart.Notices.ShouldBeEmpty();
        cart.Lines[0].LastSeenPrice.MinorUnits.ShouldBe(450);
    }

    [Fact]
    public async Task GetCart_ProductChangedArrives_AsksCatalogAtOnce()
    {
        var sku = _shop.NewSku(price: 500);
        await _shopper.AddAsync(sku);
        _shop.Catalog.Sell(sku, 600);
        var changed = new ProductChanged { Product = new Product { Variants = { new Variant { Sku = sku } } } };

        await ActivatorUtilities.CreateInstance<ForgetListings>(_shop.Services).ConsumeAsync(changed, new MessageContext(Guid.NewGuid(), DateTimeOffset.UtcNow, 1), CancellationToken.None);

        (await _shopper.GetAsync()).Lines[0].UnitPrice.MinorUnits.ShouldBe(600);
    }

    [Fact]
    public async Task GetCart_NotSoldAnyMore_KeepsTheLineOutOfTheSum()
    {
        var (sold, gone) = (_shop.NewSku(price: 100), _shop.NewSku());
        await _shopper.AddAsync(sold);
        await _shopper.AddAsync(gone);
        _shop.Catalog.Discontinue(gone);
        _shop.Time.Advance(Later);

        var cart = await _shopper.GetAsync();

        var line = cart.Lines.Single(line => line.Sku == gone);
        (line.Availability, line.Name).ShouldBe((Availability.Discontinued, $"The {gone}"));
        cart.Notices.ShouldHaveSingleItem().Kind.ShouldBe(CartNoticeKind.Discontinued);
        (cart.Subtotal.MinorUnits, cart.ItemCount).ShouldBe((100, 1));
    }

    [Theory]
    [InlineData(0, Availability.OutOfStock, CartNoticeKind.OutOfStock)]
    [InlineData(2, Availability.Insufficient, CartNoticeKind.InsufficientStock)]
    public async Task GetCart_LessInStockThanWanted_SaysHowMuch(int stock, Availability availability, CartNoticeKind kind)
    {
        var sku = _shop.NewSku();
        _shop.Stock[sku] = stock;

        var cart = await _shopper.AddAsync(sku, 3);

        (cart.Lines[0].Availability, cart.Lines[0].AvailableQuantity).ShouldBe((availability, stock));
        var notice = cart.Notices.ShouldHaveSingleItem();
        (notice.Kind, notice.AvailableQuantity).ShouldBe((kind, stock));
        _shop.Stock[sku] = 3;
        _shop.Time.Advance(Later);
        (await _shopper.GetAsync()).Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetCart_CatalogAndInventoryAway_ShowsWhatItLastKnewAndSaysSo()
    {
        var (cheap, saved) = (_shop.NewSku(price: 200), _shop.NewSku());
        await _shopper.AddAsync(saved);
        await _shopper.SaveAsync(saved);
        await _shopper.AddAsync(cheap, 2);
        _shop.Catalog.Sell(cheap, 300);
        _shop.Time.Advance(Later);
        await _shopper.GetAsync();
        TakeAway();

        var cart = await _shopper.GetAsync(markSeen: true);

        var line = cart.Lines.ShouldHaveSingleItem();
        (line.UnitPrice.MinorUnits, line.PriceStale, line.Availability, line.HasAvailableQuantity, line.Name).ShouldBe((300, true, Availability.Unknown, false, $"The {cheap}"));
        cart.Subtotal.MinorUnits.ShouldBe(600);
        cart.SavedLines.ShouldHaveSingleItem().PriceStale.ShouldBeTrue();
    }

    [Fact]
    public async Task AnyChange_CatalogAndInventoryAway_IsMade()
    {
        var (sku, known) = (_shop.NewSku(), _shop.NewSku());
        await _shopper.AddAsync(sku, 2);
        using (var other = _shop.NewCaller())
        {
            await other.AddAsync(known);
        }

        TakeAway();

        (await _shopper.SetAsync(sku, 5)).Lines[0].Quantity.ShouldBe(5);
        (await _shopper.AddAsync(sku)).Lines[0].Quantity.ShouldBe(6);
        (await _shopper.AddAsync(known)).Lines.Count.ShouldBe(2);
        (await _shopper.SaveAsync(sku)).SavedLines[0].Quantity.ShouldBe(6);
        (await _shopper.MoveAsync(sku)).Lines.Count.ShouldBe(2);
        (await _shopper.RemoveAsync(known)).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(6);
    }

    [Fact]
    public async Task AddItem_CatalogAwayAndSkuNotKnown_IsUnavailableAndLosesNothing()
    {
        await _shopper.AddAsync(_shop.NewSku(), 2);
        TakeAway();

        await _shopper.AddAsync(_shop.NewSku()).ShouldFailAsync(StatusCode.Unavailable, "CATALOG_UNAVAILABLE");

        (await _shopper.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
    }

    [Fact]
    public async Task AddItem_RepeatedWhenItIsNotSoldAnyMoreOrCatalogIsAway_HasBeenDone()
    {
        var (sku, id) = (_shop.NewSku(), CartCaller.NewId());
        var first = await _shopper.AddAsync(sku, 2, id);
        _shop.Catalog.Discontinue(sku);
        _shop.Time.Advance(Later);

        (await _shopper.AddAsync(sku, 2, id)).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        await _shopper.AddAsync(sku, 2).ShouldFailAsync(StatusCode.NotFound, "SKU_NOT_FOUND");
        await _shopper.AddAsync(sku, 3, id).ShouldFailAsync(StatusCode.InvalidArgument, "REQUEST_ID_REUSED");

        var removed = await _shopper.RemoveAsync(sku);
        _shop.Time.Advance(Later);
        TakeAway();
        (await _shopper.AddAsync(sku, 2, id)).Etag.ShouldBe(removed.Etag);
        removed.Etag.ShouldNotBe(first.Etag);
    }

    [Fact]
    public async Task GetCart_CatalogAwayForLong_AsksItNoMoreAndRecoversByItself()
    {
        var sku = _shop.NewSku(price: 100);
        await _shopper.AddAsync(sku);
        TakeAway();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await CallsOfAsync(() => _shopper.GetAsync()) > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
        }

        _shop.Catalog.Fault = null;
        _shop.Inventory.Stock = (request, _) => Task.FromResult(new BatchGetStockResponse { Stocks = { request.Skus.Select(known => new Stock { Sku = known, AvailableQuantity = 5 }) } });
        _shop.Time.Advance(Later);
        Cart cart;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            cart = await _shopper.GetAsync();
        }
        while (cart.Lines[0].PriceStale || cart.Lines[0].Availability != Availability.Available);
    }

    [Fact]
    public async Task GetCart_CatalogAndInventoryHang_AnswersLongBeforeTheCallersPatienceEnds()
    {
        var sku = _shop.NewSku();
        await _shopper.AddAsync(sku);
        var never = new TaskCompletionSource<BatchGetStockResponse>();
        _shop.Inventory.Stock = (_, _) => never.Task;
        _shop.Catalog.Hang = never.Task;
        _shop.Forget(sku);

        // The caller's deadline is 30 s; without a limit of its own the cart would wait as long, and fail.
        var cart = await _shopper.GetAsync();

        (cart.Lines[0].PriceStale, cart.Lines[0].Availability).ShouldBe((true, Availability.Unknown));
        never.SetResult(new BatchGetStockResponse());
    }

    private void TakeAway()
    {
        _shop.Catalog.Fault = new RpcException(new Status(StatusCode.Unavailable, "away"));
        _shop.Inventory.Fail(() => new RpcException(new Status(StatusCode.Unavailable, "away")));
        _shop.Time.Advance(Later);
    }

    private async Task<int> CallsOfAsync(Func<Task> call)
    {
        var before = _shop.Catalog.Calls + _shop.Inventory.Calls;
        await call();
        return _shop.Catalog.Calls + _shop.Inventory.Calls - before;
    }
}
