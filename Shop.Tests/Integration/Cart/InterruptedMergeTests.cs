using Shop.Carts;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

/// <summary>The process dies between any two steps of a merge; what comes next is every way in which it can go on.</summary>
[Collection(CartServers.Collection)]
public sealed class InterruptedMergeTests(CartServers servers) : MergeTest(servers)
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public async Task MergeCart_DiedAfterStepAndAskedAgain_MergesOnce(int steps, bool sameRequest)
    {
        await Guest.AddAsync(Sku, 3);
        await Customer.AddAsync(Sku, 1);
        await DieAfterAsync(steps);

        var merged = await Identity.MergeAsync(Guest.Id, Customer.Id, sameRequest ? RequestId : null);

        merged.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(4);
        (await Guest.GetAsync()).Lines.ShouldBeEmpty();
        (await Identity.MergeAsync(Guest.Id, Customer.Id)).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task GetCart_MergeDiedHalfWay_TheGuestStillHasEverything(int steps)
    {
        await Guest.AddAsync(Sku, 3);

        await DieAfterAsync(steps);

        (await Guest.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task MergeCart_GuestGoesOnAfterItDied_WhatWasAddedComesOnTop(int steps)
    {
        await Guest.AddAsync(Sku, 3);
        await DieAfterAsync(steps);
        await Guest.AddAsync(Sku, 2);

        await Identity.MergeAsync(Guest.Id, Customer.Id, RequestId);
        await Identity.MergeAsync(Guest.Id, Customer.Id);

        (await Customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(5);
        (await Guest.GetAsync()).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_GuestEmptiedTheCartAfterItDied_AnotherRequestBringsNothingBack()
    {
        await Guest.AddAsync(Sku, 3);
        await DieAfterAsync(1);
        await Guest.ClearAsync();
        var other = Host.NewSku();
        await Guest.AddAsync(other);

        var merged = await Identity.MergeAsync(Guest.Id, Customer.Id);

        merged.Lines.ShouldHaveSingleItem().Sku.ShouldBe(other);
    }

    [Fact]
    public async Task MergeCart_DiedAppliedAndThenForAnotherCustomer_EachPieceIsInOneCart()
    {
        await Guest.AddAsync(Sku, 3);
        await DieAfterAsync(2);
        await Guest.AddAsync(Sku, 1);
        using var other = Host.NewCaller(Roles.Customer);

        await Identity.MergeAsync(Guest.Id, other.Id);

        (await Customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
        (await other.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        (await Guest.GetAsync()).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeCart_SlowOneThatWasOvertaken_AppliesNothingASecondTime()
    {
        await Guest.AddAsync(Sku, 3);
        var slow = await Steps.SealAsync(RequestId, Guest.Id, Customer.Id);
        await Identity.MergeAsync(Guest.Id, Customer.Id);

        var became = await Steps.ApplyAsync(slow!, CartMerge.Applied);

        became.ShouldBe(CartMerge.Void);
        (await Customer.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }

    private async Task DieAfterAsync(int steps)
    {
        var merge = await Steps.SealAsync(RequestId, Guest.Id, Customer.Id);
        var became = steps >= 2 ? await Steps.ApplyAsync(merge!, CartMerge.Applied) : "";
        if (steps >= 3)
        {
            await Steps.FinishAsync(merge!, Guest.Id, became);
        }
    }
}
