using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Carts;

/// <summary>What is in the cart: the good case, the limits, and repetition of every change.</summary>
[Collection(CartServers.Collection)]
public sealed class CartLinesTests(CartServers servers)
{
    private readonly CartHost _shop = servers.Cart;

    [Fact]
    public async Task GetCart_NeverUsed_IsEmpty()
    {
        using var shopper = _shop.NewCaller();

        var cart = await shopper.GetAsync();

        cart.OwnerId.ShouldBe(shopper.Id);
        cart.Lines.ShouldBeEmpty();
        cart.Subtotal.ShouldBeNull();
        cart.ExpireTime.ShouldBeNull();
    }

    [Fact]
    public async Task AddItem_TwiceTheSameSku_IsOneLineWithBoth()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku(price: 250);

        await shopper.AddAsync(sku, 2);
        var cart = await shopper.AddAsync(sku, 3);

        var line = cart.Lines.ShouldHaveSingleItem();
        line.Quantity.ShouldBe(5);
        line.Name.ShouldBe($"The {sku}");
        line.UnitPrice.MinorUnits.ShouldBe(250);
        line.LineTotal.MinorUnits.ShouldBe(1250);
        line.Availability.ShouldBe(Availability.Available);
        cart.Subtotal.MinorUnits.ShouldBe(1250);
        cart.ItemCount.ShouldBe(5);
        (await shopper.GetAsync()).ShouldBe(cart, Ignoring.ExpireTime);
    }

    [Fact]
    public async Task AddItem_SeveralSkus_KeepTheOrderTheyCameIn()
    {
        using var shopper = _shop.NewCaller();
        var skus = Enumerable.Range(0, 5).Select(_ => _shop.NewSku()).Reverse().ToList();
        foreach (var sku in skus)
        {
            await shopper.AddAsync(sku);
            _shop.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        (await shopper.GetAsync()).Lines.Select(line => line.Sku).ShouldBe(skus);
    }

    [Fact]
    public async Task AddItem_BeyondTheQuantityLimit_IsRefusedWithTheFigures()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        await shopper.AddAsync(sku, 998);

        var refusal = await shopper.AddAsync(sku, 2).ShouldFailAsync(StatusCode.FailedPrecondition, "QUANTITY_EXCEEDED");

        var figures = ShopErrors.DetailOf<ErrorInfo>(refusal)!.Metadata;
        figures["quantity"].ShouldBe("998");
        figures["limit"].ShouldBe("999");
        (await shopper.AddAsync(sku)).Lines[0].Quantity.ShouldBe(999);
    }

    [Fact]
    public async Task AddItem_HundredLinesAndOneMore_IsRefused()
    {
        using var shopper = _shop.NewCaller();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => shopper.AddAsync(_shop.NewSku())));

        await shopper.AddAsync(_shop.NewSku()).ShouldFailAsync(StatusCode.FailedPrecondition, "CART_FULL");

        var cart = await shopper.GetAsync();
        cart.Lines.Count.ShouldBe(100);
        (await shopper.AddAsync(cart.Lines[0].Sku)).Lines[0].Quantity.ShouldBe(2);
    }

    [Fact]
    public async Task AddItem_NotSold_IsNotFound()
    {
        using var shopper = _shop.NewCaller();

        await shopper.AddAsync("NEVER-HEARD-OF").ShouldFailAsync(StatusCode.NotFound, "SKU_NOT_FOUND");
    }

    [Fact]
    public async Task AddItem_OtherCurrency_IsRefusedUntilTheCartIsEmpty()
    {
        using var shopper = _shop.NewCaller();
        var euro = _shop.NewSku();
        var dollar = _shop.NewSku(currency: "USD");
        await shopper.AddAsync(euro);

        await shopper.AddAsync(dollar).ShouldFailAsync(StatusCode.FailedPrecondition, "CURRENCY_MISMATCH");

        await shopper.ClearAsync();
        (await shopper.AddAsync(dollar)).Subtotal.CurrencyCode.ShouldBe("USD");
    }

    [Fact]
    public async Task SetQuantity_ToAnotherAndToNone_SetsAndRemoves()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        await shopper.AddAsync(sku, 5);

        (await shopper.SetAsync(sku, 2)).Lines[0].Quantity.ShouldBe(2);
        (await shopper.SetAsync(sku, 0)).Lines.ShouldBeEmpty();
        await shopper.SetAsync(sku, 1).ShouldFailAsync(StatusCode.NotFound, "ITEM_NOT_FOUND");
    }

    [Fact]
    public async Task RemoveItem_ThereOrNot_IsGoneAndNoError()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        var etag = (await shopper.AddAsync(sku)).Etag;

        var cart = await shopper.RemoveAsync(sku);
        cart.Lines.ShouldBeEmpty();
        cart.Etag.ShouldNotBe(etag);
        (await shopper.RemoveAsync(sku)).Etag.ShouldBe(cart.Etag);
    }

    [Fact]
    public async Task ClearCart_LinesAndSavedLines_LeavesTheSavedOnes()
    {
        using var shopper = _shop.NewCaller();
        var saved = _shop.NewSku();
        await shopper.AddAsync(saved, 3);
        await shopper.SaveAsync(saved);
        await shopper.AddAsync(_shop.NewSku());

        var cart = await shopper.ClearAsync();

        cart.Lines.ShouldBeEmpty();
        cart.SavedLines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }
}
