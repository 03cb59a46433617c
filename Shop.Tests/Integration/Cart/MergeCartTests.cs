using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

[Collection(CartServers.Collection)]
public sealed class MergeCartTests(CartServers servers) : IDisposable
{
    private readonly CartHost _shop = servers.Cart;
    private readonly CartCaller _guest = servers.Cart.NewCaller();
    private readonly CartCaller _customer = servers.Cart.NewCaller(Roles.Customer);
    private readonly CartCaller _identity = servers.Cart.NewCaller(Roles.Service, "identity");

    [Fact]
    public async Task MergeCart_SkusInOneAndInBoth_SumsThemAndEmptiesTheGuests()
    {
        var (both, guests, customers, saved) = (_shop.NewSku(100), _shop.NewSku(), _shop.NewSku(), _shop.NewSku());
        await _guest.AddAsync(both, 2);
        await _guest.AddAsync(guests, 3);
        await _guest.AddAsync(saved, 4);
        await _guest.SaveAsync(saved);
        await _customer.AddAsync(both, 5);
        await _customer.AddAsync(customers, 6);

        var merged = await MergeAsync();

        merged.OwnerId.ShouldBe(_customer.Id);
        Quantities(merged.Lines).ShouldBe([(both, 7), (guests, 3), (customers, 6)], ignoreOrder: true);
        Quantities(merged.SavedLines).ShouldBe([(saved, 4)]);
        var left = await _guest.GetAsync();
        left.Lines.Concat(left.SavedLines).ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_LinesThatCame_AreNoticedUntilTheCustomerHasSeenThem()
    {
        var sku = _shop.NewSku();
        await _guest.AddAsync(sku);

        await MergeAsync();

        (await _customer.GetAsync()).Notices.ShouldHaveSingleItem().Kind.ShouldBe(CartNoticeKind.Merged);
        var notice = (await _customer.GetAsync(markSeen: true)).Notices.ShouldHaveSingleItem();
        (notice.Kind, notice.Sku, notice.Name).ShouldBe((CartNoticeKind.Merged, sku, $"The {sku}"));
        (await _customer.GetAsync()).Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_SumBeyondTheQuantityLimit_IsTheLimit()
    {
        var sku = _shop.NewSku();
        await _guest.AddAsync(sku, 600);
        await _customer.AddAsync(sku, 600);

        (await MergeAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(999);
        (await _guest.GetAsync()).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_FullCart_LeavesOutWhatHasNoRoomAndSaysSo()
    {
        var (both, outside) = (_shop.NewSku(), _shop.NewSku());
        await _customer.AddAsync(both);
        await Task.WhenAll(Enumerable.Range(0, 99).Select(_ => _customer.AddAsync(_shop.NewSku())));
        await _guest.AddAsync(both);
        await _guest.AddAsync(outside);

        var merged = await MergeAsync();

        merged.Lines.Count.ShouldBe(100);
        merged.Lines.Single(line => line.Sku == both).Quantity.ShouldBe(2);
        var notice = merged.Notices.Single(notice => notice.Kind == CartNoticeKind.LeftOut);
        (notice.Sku, notice.Name).ShouldBe((outside, $"The {outside}"));
        (await _customer.GetAsync(markSeen: true)).Notices.Count.ShouldBe(2);
        (await _customer.GetAsync()).Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_OtherCurrency_LeavesTheLinesOutAndSaysSo()
    {
        var (euro, dollar) = (_shop.NewSku(), _shop.NewSku(currency: "USD"));
        await _customer.AddAsync(euro);
        await _guest.AddAsync(dollar);

        var merged = await MergeAsync();

        merged.Lines.ShouldHaveSingleItem().Sku.ShouldBe(euro);
        merged.Notices.ShouldHaveSingleItem().Kind.ShouldBe(CartNoticeKind.LeftOut);
    }

    [Fact]
    public async Task MergeCart_NothingInTheGuestsCart_ChangesNothing()
    {
        var etag = (await _customer.AddAsync(_shop.NewSku())).Etag;

        (await MergeAsync()).Etag.ShouldBe(etag);
        (await _guest.GetAsync()).UpdateTime.ShouldBeNull();
    }

    [Fact]
    public async Task MergeCart_IntoACartNeverUsed_TakesLinesAndPricesAsTheGuestHasSeenThem()
    {
        var sku = _shop.NewSku(price: 500);
        await _guest.AddAsync(sku, 2);
        _shop.Catalog.Sell(sku, 400);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));

        var line = (await MergeAsync()).Lines.ShouldHaveSingleItem();

        (line.UnitPrice.MinorUnits, line.LastSeenPrice.MinorUnits).ShouldBe((400, 500));
        (await _customer.GetAsync()).ExpireTime.ToDateTimeOffset().ShouldBeGreaterThan(_shop.Time.GetUtcNow().AddDays(89));
    }

    [Fact]
    public async Task MergeCart_Repeated_MergesOnce()
    {
        var (sku, id) = (_shop.NewSku(), CartCaller.NewId());
        await _guest.AddAsync(sku, 2);
        await MergeAsync(id);
        await _guest.AddAsync(sku, 1);

        (await MergeAsync(id)).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        (await _guest.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        (await MergeAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }

    [Fact]
    public async Task MergeCart_SameRequestIdForOtherOwners_IsRefused()
    {
        var id = CartCaller.NewId();
        await MergeAsync(id);

        await _identity.MergeAsync(_guest.Id, "customer-other", id).ShouldFailAsync(StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        await _identity.MergeAsync("guest-other", _customer.Id, id).ShouldFailAsync(StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task MergeCart_TwentyAtOnceSameAndOtherRequests_MergeOnce()
    {
        var (sku, id) = (_shop.NewSku(), CartCaller.NewId());
        await _guest.AddAsync(sku, 3);
        await _customer.AddAsync(sku, 1);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => MergeAsync(i % 2 == 0 ? id : null)));

        (await _customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(4);
        (await _guest.GetAsync()).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_GuestAndCustomerGoOnAdding_LosesAndDoublesNoPiece()
    {
        var sku = _shop.NewSku();
        var adding = Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? _guest : _customer).AddAsync(sku)));

        while (!adding.IsCompleted)
        {
            await MergeAsync();
        }

        await adding;
        await MergeAsync();

        (await _customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(60);
        (await _guest.GetAsync()).Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Roles.Guest)]
    [InlineData(Roles.Customer)]
    [InlineData(Roles.Admin)]
    public async Task MergeCart_ByAnybodyButAService_IsRefused(string role)
    {
        using var caller = _shop.NewCaller(role);

        await caller.MergeAsync(_guest.Id, caller.Id).ShouldFailAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
    }

    public void Dispose()
    {
        _guest.Dispose();
        _customer.Dispose();
        _identity.Dispose();
    }

    private Task<Cart> MergeAsync(string? requestId = null) => _identity.MergeAsync(_guest.Id, _customer.Id, requestId);

    private static IEnumerable<(string Sku, int Quantity)> Quantities(IEnumerable<CartLine> lines) => lines.Select(line => (line.Sku, line.Quantity));
}
