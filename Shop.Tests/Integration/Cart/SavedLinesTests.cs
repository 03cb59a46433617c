using Grpc.Core;

namespace Shop.Tests.Integration.Carts;

[Collection(CartServers.Collection)]
public sealed class SavedLinesTests(CartServers servers)
{
    private readonly CartHost _shop = servers.Cart;

    [Fact]
    public async Task SaveForLater_Line_MovesWithItsQuantityAndOutOfTheSum()
    {
        using var shopper = _shop.NewCaller();
        var (kept, saved) = (_shop.NewSku(price: 100), _shop.NewSku(price: 700));
        await shopper.AddAsync(kept);
        await shopper.AddAsync(saved, 4);

        var cart = await shopper.SaveAsync(saved);

        cart.Lines.ShouldHaveSingleItem().Sku.ShouldBe(kept);
        var line = cart.SavedLines.ShouldHaveSingleItem();
        (line.Sku, line.Quantity, line.UnitPrice.MinorUnits, line.Name).ShouldBe((saved, 4, 700, $"The {saved}"));
        cart.Subtotal.MinorUnits.ShouldBe(100);
        cart.ItemCount.ShouldBe(1);
    }

    [Fact]
    public async Task SaveForLater_SavedAlready_AddsUpToTheLimit()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        await shopper.AddAsync(sku, 600);
        await shopper.SaveAsync(sku);
        await shopper.AddAsync(sku, 600);

        var cart = await shopper.SaveAsync(sku);

        cart.Lines.ShouldBeEmpty();
        cart.SavedLines.ShouldHaveSingleItem().Quantity.ShouldBe(999);
    }

    [Fact]
    public async Task SaveForLater_NotInTheCart_IsNotFound()
    {
        using var shopper = _shop.NewCaller();

        await shopper.SaveAsync(_shop.NewSku()).ShouldFailAsync(StatusCode.NotFound, "ITEM_NOT_FOUND");
    }

    [Fact]
    public async Task SaveForLater_HundredSavedAndOneMore_IsRefusedAndTheLineStays()
    {
        using var shopper = _shop.NewCaller();
        var skus = Enumerable.Range(0, 100).Select(_ => _shop.NewSku()).ToList();
        await Task.WhenAll(skus.Select(sku => shopper.AddAsync(sku)));
        await Task.WhenAll(skus.Select(sku => shopper.SaveAsync(sku)));
        var more = _shop.NewSku();
        await shopper.AddAsync(more);

        await shopper.SaveAsync(more).ShouldFailAsync(StatusCode.FailedPrecondition, "CART_FULL");

        var cart = await shopper.GetAsync();
        cart.SavedLines.Count.ShouldBe(100);
        cart.Lines.ShouldHaveSingleItem().Sku.ShouldBe(more);
        cart.Lines.Concat(cart.SavedLines).ShouldAllBe(line => !line.PriceStale);
    }

    [Fact]
    public async Task MoveToCart_Saved_IsOnTopOfWhatIsThereUpToTheLimit()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        await shopper.AddAsync(sku, 5);
        await shopper.SaveAsync(sku);
        await shopper.AddAsync(sku, 2);

        var cart = await shopper.MoveAsync(sku);

        cart.SavedLines.ShouldBeEmpty();
        cart.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(7);
        await shopper.MoveAsync(sku).ShouldFailAsync(StatusCode.NotFound, "ITEM_NOT_FOUND");
    }

    [Fact]
    public async Task MoveToCart_FullCart_IsRefusedAndStaysSaved()
    {
        using var shopper = _shop.NewCaller();
        var saved = _shop.NewSku();
        await shopper.AddAsync(saved);
        await shopper.SaveAsync(saved);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => shopper.AddAsync(_shop.NewSku())));

        await shopper.MoveAsync(saved).ShouldFailAsync(StatusCode.FailedPrecondition, "CART_FULL");

        (await shopper.GetAsync()).SavedLines.ShouldHaveSingleItem().Sku.ShouldBe(saved);
    }

    [Fact]
    public async Task MoveToCart_OtherCurrencyThanTheCart_IsRefusedAndStaysSaved()
    {
        using var shopper = _shop.NewCaller();
        var dollar = _shop.NewSku(currency: "USD");
        await shopper.AddAsync(dollar);
        await shopper.SaveAsync(dollar);
        await shopper.AddAsync(_shop.NewSku());

        await shopper.MoveAsync(dollar).ShouldFailAsync(StatusCode.FailedPrecondition, "CURRENCY_MISMATCH");

        await shopper.ClearAsync();
        (await shopper.MoveAsync(dollar)).Subtotal.CurrencyCode.ShouldBe("USD");
    }

    [Fact]
    public async Task RemoveItem_Saved_LeavesTheCartsLineAlone()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        await shopper.AddAsync(sku, 2);
        await shopper.SaveAsync(sku);
        await shopper.AddAsync(sku, 1);

        var cart = await shopper.RemoveAsync(sku, saved: true);

        cart.SavedLines.ShouldBeEmpty();
        cart.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        (await shopper.RemoveAsync(sku, saved: true)).Etag.ShouldBe(cart.Etag);
    }
}
