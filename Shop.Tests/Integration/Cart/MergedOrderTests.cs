using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Shop.Carts;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

/// <summary>A guest orders and signs in before the order is told of: what was ordered leaves the cart that it has come into.</summary>
[Collection(CartServers.Collection)]
public sealed class MergedOrderTests(CartServers servers) : MergeTest(servers)
{
    [Fact]
    public async Task OrderPlaced_GuestHasSignedIn_LeavesTheMergedCart()
    {
        await Guest.AddAsync(Sku, 3);
        var order = Order(3);
        await MergeAsync();

        await TellAsync(order);

        await ShouldHoldAsync(guest: 0, customer: 0);
    }

    [Fact]
    public async Task OrderPlaced_CustomerHadSomeAlready_TheyStay()
    {
        await Customer.AddAsync(Sku, 2);
        await Guest.AddAsync(Sku, 3);
        var order = Order(3);
        await MergeAsync();

        await TellAsync(order);

        await ShouldHoldAsync(guest: 0, customer: 2);
    }

    [Fact]
    public async Task OrderPlaced_GuestAddedSinceAndCustomerToo_TheyStay()
    {
        await Guest.AddAsync(Sku, 3);
        var order = Order(3);
        await Guest.AddAsync(Sku, 4);
        await MergeAsync();
        await Customer.AddAsync(Sku, 5);
        await Guest.AddAsync(Sku, 1);

        await TellAsync(order);

        await ShouldHoldAsync(guest: 1, customer: 9);
    }

    [Fact]
    public async Task OrderPlaced_GuestLoweredItBeforeTheMerge_TakesOffOnlyWhatWasNeverTakenOut()
    {
        await Guest.AddAsync(Sku, 3);
        var order = Order(3);
        await Guest.SetAsync(Sku, 1);
        await Guest.AddAsync(Sku, 4);
        await MergeAsync();

        await TellAsync(order);

        await ShouldHoldAsync(guest: 0, customer: 4);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public async Task OrderPlaced_CustomerLoweredItAfterTheMerge_TakesOffNoneOfTheirOwn(int lowered, int left)
    {
        await Customer.AddAsync(Sku, 2);
        await Guest.AddAsync(Sku, 3);
        var order = Order(3);
        await MergeAsync();
        await Customer.SetAsync(Sku, lowered);

        await TellAsync(order);

        await ShouldHoldAsync(guest: 0, customer: left);
    }

    [Fact]
    public async Task OrderPlaced_NotAllCameOver_TakesOffNoMoreThanDid()
    {
        await Customer.AddAsync(Sku, 600);
        await Guest.AddAsync(Sku, 600);
        var order = Order(600);
        await MergeAsync();

        await TellAsync(order);

        await ShouldHoldAsync(guest: 0, customer: 600);
    }

    [Fact]
    public async Task OrderPlaced_ToldAgainAndAtOnce_TakesOffOnce()
    {
        await using var replica = await CartHost.StartAsync(Servers.Redis.ConnectionString);
        await Guest.AddAsync(Sku, 9);
        var order = Order(3);
        await MergeAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TellAsync(order, i % 2 == 0 ? Host : replica)));
        await TellAsync(order);

        await ShouldHoldAsync(guest: 0, customer: 6);
    }

    [Fact]
    public async Task OrderPlaced_TwoOrdersOfWhatCame_BothAreTakenOff()
    {
        await Guest.AddAsync(Sku, 5);
        var (first, second) = (Order(3), Order(1));
        await MergeAsync();

        await TellAsync(second);
        await TellAsync(first);

        await ShouldHoldAsync(guest: 0, customer: 1);
    }

    [Fact]
    public async Task OrderPlaced_AfterTheMerge_IsTakenOffTheGuestsOwnCart()
    {
        await Guest.AddAsync(Sku, 5);
        await MergeAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await Guest.AddAsync(Sku, 3);

        await TellAsync(Order(2));

        await ShouldHoldAsync(guest: 1, customer: 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task OrderPlaced_MergeUnderWay_NeitherCartKeepsIt(int steps)
    {
        await Guest.AddAsync(Sku, 3);
        var order = Order(3);
        await DieAfterAsync(steps);
        await Guest.AddAsync(Sku, 2);

        await TellAsync(order);
        await TellAsync(order);

        (await Guest.GetAsync()).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        await Identity.MergeAsync(Guest.Id, Customer.Id, RequestId);
        await ShouldHoldAsync(guest: 2, customer: 0);
    }

    [Fact]
    public async Task OrderPlaced_MergeUnderWayIsGivenUp_TheNextBringsWhatIsLeft()
    {
        await Guest.AddAsync(Sku, 5);
        var order = Order(3);
        await DieAfterAsync(1);

        await TellAsync(order);
        await MergeAsync();
        await TellAsync(order);

        await ShouldHoldAsync(guest: 0, customer: 2);
    }

    [Fact]
    public void AnyOrderOfThings_AfterAll_WhatWasAddedAndNotOrderedIsThere()
    {
        // 0 to 2: the guest adds, 3: orders all there is, 4: signs in, 5 and 6: signing in dies half way, 7: the customer adds, 8: orders are
        // told of, 9: the customer orders all there is.
        Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(0, 9))), steps => RunAsync([.. steps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(25));
    }

    // As above. An order of what the customer had is told of when more has come, which is ordered, too.
    [Theory]
    [InlineData(0, 6, 3, 4, 2, 6, 8, 3, 0, 8, 2, 4)]
    [InlineData(7, 7, 1, 9, 6, 8, 3)]
    [InlineData(7, 9, 0, 3, 4, 8)]
    public Task OrderPlaced_OfWhatWasThereBeforeAMerge_LeavesNoneOfWhatCameBehind(params int[] steps) => RunAsync(steps);

    private async Task RunAsync(int[] steps)
    {
        using var guest = Host.NewCaller();
        using var customer = Host.NewCaller(Roles.Customer);
        var (expected, orders, isTold, isCustomersTold, isUnderWay) = (0, new List<OrderPlaced>(), true, true, false);
        foreach (var step in steps)
        {
            switch (step)
            {
                case <= 2:
                    await guest.AddAsync(Sku, step + 1);
                    expected += step + 1;
                    break;
                case 3 when isTold && (await guest.GetAsync()).Lines is [var line]:
                    orders.Add(Order(line.Quantity, guest.Id));
                    (expected, isTold) = (expected - line.Quantity, false);
                    break;
                case 4:
                    await Identity.MergeAsync(guest.Id, customer.Id);
                    isUnderWay = false;
                    break;
                case 5 or 6:
                    await DieAfterAsync(step - 4, CartCaller.NewId(), guest.Id, customer.Id);
                    isUnderWay = true;
                    break;
                case 7:
                    await customer.AddAsync(Sku);
                    expected++;
                    break;
                case 8:
                    await Task.WhenAll(orders.Select(order => TellAsync(order)));
                    (isTold, isCustomersTold) = (true, true);
                    break;
                // What both have at the same time, or the guest has ordered, would be bought twice, as was wanted.
                case 9 when isTold && isCustomersTold && !isUnderWay && (await customer.GetAsync()).Lines is [var line]:
                    orders.Add(Order(line.Quantity, customer.Id));
                    (expected, isCustomersTold) = (expected - line.Quantity, false);
                    break;
            }
        }

        await Task.WhenAll(orders.Select(order => TellAsync(order)));
        await Identity.MergeAsync(guest.Id, customer.Id);
        (await guest.GetAsync()).Lines.ShouldBeEmpty();
        (await customer.GetAsync()).Lines.Sum(line => line.Quantity).ShouldBe(expected, string.Join(' ', steps));
    }

    private Task<Shop.Contracts.Cart.V1.Cart> MergeAsync() => Identity.MergeAsync(Guest.Id, Customer.Id);

    private Task DieAfterAsync(int steps) => DieAfterAsync(steps, RequestId, Guest.Id, Customer.Id);

    private async Task DieAfterAsync(int steps, string request, string guest, string customer)
    {
        if (await Steps.SealAsync(request, guest, customer) is { } merge && steps >= 2)
        {
            await Steps.ApplyAsync(merge, CartMerge.Applied);
        }
    }

    private async Task ShouldHoldAsync(int guest, int customer)
    {
        ((await Guest.GetAsync()).Lines.SingleOrDefault()?.Quantity ?? 0).ShouldBe(guest, "the guest's");
        ((await Customer.GetAsync()).Lines.SingleOrDefault()?.Quantity ?? 0).ShouldBe(customer, "the customer's");
    }

    private OrderPlaced Order(int quantity, string? owner = null)
    {
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        var placed = Host.Time.GetUtcNow();
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        return new OrderPlaced
        {
            OrderId = CartCaller.NewId(),
            OwnerId = owner ?? Guest.Id,
            Lines = { new OrderedLine { Sku = Sku, Quantity = quantity } },
            PlaceTime = placed.ToTimestamp(),
        };
    }

    private Task TellAsync(OrderPlaced order, CartHost? replica = null) =>
        ActivatorUtilities.CreateInstance<TakeOffOrdered>((replica ?? Host).Services)
            .ConsumeAsync(order, new MessageContext(Guid.CreateVersion7(), DateTimeOffset.UtcNow, 1), CancellationToken.None);
}
