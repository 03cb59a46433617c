using Microsoft.Extensions.DependencyInjection;
using Shop.Carts;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

/// <summary>The process dies between any two steps of a merge; what comes next is every way in which it can go on.</summary>
[Collection(CartServers.Collection)]
public sealed class InterruptedMergeTests(CartServers servers) : IDisposable
{
    private readonly CartHost _shop = servers.Cart;
    private readonly CartMerge _steps = servers.Cart.Services.GetRequiredService<CartMerge>();
    private readonly CartCaller _guest = servers.Cart.NewCaller();
    private readonly CartCaller _customer = servers.Cart.NewCaller(Roles.Customer);
    private readonly CartCaller _identity = servers.Cart.NewCaller(Roles.Service, "identity");
    private readonly string _sku = servers.Cart.NewSku();
    private readonly string _request = CartCaller.NewId();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public async Task MergeCart_DiedAfterStepAndAskedAgain_MergesOnce(int steps, bool sameRequest)
    {
        await _guest.AddAsync(_sku, 3);
        await _customer.AddAsync(_sku, 1);
        await DieAfterAsync(steps);

        var merged = await _identity.MergeAsync(_guest.Id, _customer.Id, sameRequest ? _request : null);

        merged.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(4);
        (await _guest.GetAsync()).Lines.ShouldBeEmpty();
        (await _identity.MergeAsync(_guest.Id, _customer.Id)).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task GetCart_MergeDiedHalfWay_TheGuestStillHasEverything(int steps)
    {
        await _guest.AddAsync(_sku, 3);

        await DieAfterAsync(steps);

        (await _guest.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task MergeCart_GuestGoesOnAfterItDied_WhatWasAddedComesOnTop(int steps)
    {
        await _guest.AddAsync(_sku, 3);
        await DieAfterAsync(steps);
        await _guest.AddAsync(_sku, 2);

        await _identity.MergeAsync(_guest.Id, _customer.Id, _request);
        await _identity.MergeAsync(_guest.Id, _customer.Id);

        (await _customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(5);
        (await _guest.GetAsync()).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_GuestEmptiedTheCartAfterItDied_AnotherRequestBringsNothingBack()
    {
        await _guest.AddAsync(_sku, 3);
        await DieAfterAsync(1);
        await _guest.ClearAsync();
        var other = _shop.NewSku();
        await _guest.AddAsync(other);

        var merged = await _identity.MergeAsync(_guest.Id, _customer.Id);

        merged.Lines.ShouldHaveSingleItem().Sku.ShouldBe(other);
    }

    [Fact]
    public async Task MergeCart_DiedAppliedAndThenForAnotherCustomer_EachPieceIsInOneCart()
    {
        await _guest.AddAsync(_sku, 3);
        await DieAfterAsync(2);
        await _guest.AddAsync(_sku, 1);
        using var other = _shop.NewCaller(Roles.Customer);

        await _identity.MergeAsync(_guest.Id, other.Id);

        (await _customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
        (await other.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        (await _guest.GetAsync()).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_SlowOneThatWasOvertaken_AppliesNothingASecondTime()
    {
        await _guest.AddAsync(_sku, 3);
        var slow = await _steps.SealAsync(_request, _guest.Id, _customer.Id);
        await _identity.MergeAsync(_guest.Id, _customer.Id);

        var became = await _steps.ApplyAsync(slow!, CartMerge.Applied);

        became.ShouldBe(CartMerge.Void);
        (await _customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }

    public void Dispose()
    {
        _guest.Dispose();
        _customer.Dispose();
        _identity.Dispose();
    }

    private async Task DieAfterAsync(int steps)
    {
        var merge = await _steps.SealAsync(_request, _guest.Id, _customer.Id);
        var became = steps >= 2 ? await _steps.ApplyAsync(merge!, CartMerge.Applied) : "";
        if (steps >= 3)
        {
            await _steps.FinishAsync(merge!, _guest.Id, became);
        }
    }
}
