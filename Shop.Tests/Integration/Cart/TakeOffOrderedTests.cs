using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Shop.Carts;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Carts;

/// <summary>An order takes off the cart what it ordered: exactly, once, and late as it may be told.</summary>
[Collection(CartServers.Collection)]
public sealed class TakeOffOrderedTests(CartServers servers) : IDisposable
{
    private readonly CartHost _shop = servers.Cart;
    private readonly CartCaller _shopper = servers.Cart.NewCaller();
    private readonly string _sku = servers.Cart.NewSku();

    [Fact]
    public async Task ConsumeAsync_AllThatIsInTheCart_EmptiesItAndLeavesTheSaved()
    {
        await _shopper.AddAsync(_sku, 2);
        await _shopper.SaveAsync(_sku);
        var etag = (await _shopper.AddAsync(_sku, 3)).Etag;

        await TellAsync(Order(3));

        var cart = await _shopper.GetAsync();
        cart.Lines.ShouldBeEmpty();
        cart.SavedLines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        cart.Etag.ShouldNotBe(etag);
    }

    [Fact]
    public async Task ConsumeAsync_ToldAgainAndAtOnceOnSeveralReplicas_TakesOffOnce()
    {
        await using var replica = await CartHost.StartAsync(servers.Redis.ConnectionString);
        await _shopper.AddAsync(_sku, 9);
        var order = Order(3);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TellAsync(order, i % 2 == 0 ? _shop : replica)));
        await TellAsync(order);

        (await QuantityAsync()).ShouldBe(6);
    }

    [Fact]
    public async Task ConsumeAsync_MoreAddedSince_LeavesWhatWasAdded()
    {
        await _shopper.AddAsync(_sku, 3);
        var order = Order(3);
        var other = _shop.NewSku();
        await _shopper.AddAsync(_sku, 2);
        await _shopper.AddAsync(other);

        await TellAsync(order);

        (await _shopper.GetAsync()).Lines.Select(line => (line.Sku, line.Quantity)).ShouldBe([(_sku, 2), (other, 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task ConsumeAsync_RemovedAndAddedAgainSince_LeavesWhatWasAdded()
    {
        await _shopper.AddAsync(_sku, 3);
        var order = Order(3);
        await _shopper.RemoveAsync(_sku);
        await _shopper.AddAsync(_sku, 2);

        await TellAsync(order);

        (await QuantityAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task ConsumeAsync_ClearedAndAddedAgainSince_LeavesWhatWasAdded()
    {
        await _shopper.AddAsync(_sku, 3);
        var order = Order(3);
        await _shopper.ClearAsync();
        await _shopper.AddAsync(_sku, 5);

        await TellAsync(order);

        (await QuantityAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task ConsumeAsync_LoweredAndAddedSince_TakesOffOnlyWhatWasNeverTakenOut()
    {
        await _shopper.AddAsync(_sku, 3);
        var order = Order(3);
        await _shopper.SetAsync(_sku, 1);
        await _shopper.AddAsync(_sku, 2);

        await TellAsync(order);

        (await QuantityAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task ConsumeAsync_LoweredBeforeTheOrder_TakesOffAllThatWasOrdered()
    {
        await _shopper.AddAsync(_sku, 5);
        await _shopper.SetAsync(_sku, 1);
        await _shopper.AddAsync(_sku, 2);

        await TellAsync(Order(3));

        (await QuantityAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task ConsumeAsync_NothingIsThereAnyMore_ChangesNothing()
    {
        await TellAsync(Order(3));

        var cart = await _shopper.GetAsync();
        cart.Lines.ShouldBeEmpty();
        cart.UpdateTime.ShouldBeNull();
    }

    [Fact]
    public async Task ConsumeAsync_AddsAndOrdersAtOnce_AddUp()
    {
        await _shopper.AddAsync(_sku, 50);
        var orders = Enumerable.Range(0, 10).Select(_ => Order(5)).ToList();

        await Task.WhenAll([.. orders.Select(order => TellAsync(order)), .. Enumerable.Range(0, 20).Select(_ => _shopper.AddAsync(_sku))]);

        // Taking off may meet pieces that came meanwhile: they stay as long as fewer than ordered were left.
        (await QuantityAsync()).ShouldBe(20);
    }

    public void Dispose() => _shopper.Dispose();

    private OrderPlaced Order(int quantity)
    {
        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        var placed = _shop.Time.GetUtcNow();
        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        return new OrderPlaced
        {
            OrderId = Guid.NewGuid().ToString(),
            OwnerId = _shopper.Id,
            Lines = { new OrderedLine { Sku = _sku, Quantity = quantity } },
            PlaceTime = placed.ToTimestamp(),
        };
    }

    private async Task<int> QuantityAsync() => (await _shopper.GetAsync()).Lines.SingleOrDefault(line => line.Sku == _sku)?.Quantity ?? 0;

    private Task TellAsync(OrderPlaced order, CartHost? replica = null) =>
        ActivatorUtilities.CreateInstance<TakeOffOrdered>((replica ?? _shop).Services)
            .ConsumeAsync(order, new MessageContext(Guid.CreateVersion7(), DateTimeOffset.UtcNow, 1), CancellationToken.None);
}
