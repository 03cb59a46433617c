using Grpc.Core;
using Shop.Contracts.Cart.V1;

namespace Shop.Tests.Integration.Carts;

/// <summary>Every change twice, at once, on an old version, and with a request_id that said something else.</summary>
[Collection(CartServers.Collection)]
public sealed class RepetitionTests(CartServers servers)
{
    private readonly CartHost _shop = servers.Cart;

    private static readonly string[] Names = ["add", "set", "remove", "remove saved", "clear", "save", "move"];

    public static TheoryData<string> Changes => new(Names);

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_Repeated_HasItsEffectOnce(string change)
    {
        using var shopper = _shop.NewCaller();
        var sku = await PrepareAsync(shopper);
        var id = CartCaller.NewId();

        var first = await ChangeAsync(shopper, change, sku, id);
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ChangeAsync(shopper, change, sku, id)));

        again.ShouldAllBe(cart => cart.Etag == first.Etag);
        again.ShouldAllBe(cart => Quantities(cart).SequenceEqual(Quantities(first)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_SameRequestIdForAnotherSkuOrRpc_IsRefused(string change)
    {
        using var shopper = _shop.NewCaller();
        var sku = await PrepareAsync(shopper);
        var other = await PrepareAsync(shopper);
        var id = CartCaller.NewId();
        var cart = await ChangeAsync(shopper, change, sku, id);

        foreach (var name in Names.Where(name => change != "clear" || name != "clear"))
        {
            await ChangeAsync(shopper, name, other, id).ShouldFailAsync(StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        }

        (await shopper.GetAsync()).Etag.ShouldBe(cart.Etag);
    }

    [Fact]
    public async Task Change_RequestIdOfAnotherShopper_IsAnotherRequest()
    {
        using var shopper = _shop.NewCaller();
        using var other = _shop.NewCaller();
        var (sku, id) = (_shop.NewSku(), CartCaller.NewId());

        (await shopper.AddAsync(sku, 1, id)).ItemCount.ShouldBe(1);
        (await other.AddAsync(sku, 5, id)).ItemCount.ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_OnAnOldVersion_IsAbortedAndChangesNothing(string change)
    {
        using var shopper = _shop.NewCaller();
        var old = (await shopper.GetAsync()).Etag;
        var sku = await PrepareAsync(shopper);
        var now = await shopper.GetAsync();

        foreach (var etag in (string[])[old, "\"1\"", "nonsense", "\"\"", "'; DROP TABLE carts; --"])
        {
            await ChangeAsync(shopper, change, sku, CartCaller.NewId(), etag).ShouldFailAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        }

        (await shopper.GetAsync()).ShouldBe(now, Ignoring.ExpireTime);
        (await ChangeAsync(shopper, change, sku, CartCaller.NewId(), now.Etag)).Etag.ShouldNotBe(now.Etag);
    }

    [Fact]
    public async Task AddItem_HundredAtOnceFromTenConnections_LosesNone()
    {
        var (id, sku) = ($"guest-{Guid.CreateVersion7():N}", _shop.NewSku());
        var others = Enumerable.Range(0, 10).Select(_ => _shop.NewSku()).ToList();
        var connections = Enumerable.Range(0, 10).Select(_ => _shop.NewCaller(id: id)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 100).SelectMany(i => new[] { connections[i % 10].AddAsync(sku), connections[i % 10].AddAsync(others[i / 10], 2) }));

        var cart = await connections[0].GetAsync();
        cart.Lines.Single(line => line.Sku == sku).Quantity.ShouldBe(100);
        cart.Lines.Where(line => line.Sku != sku).Select(line => line.Quantity).ShouldBe(Enumerable.Repeat(20, 10));
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task SaveAndMove_AtOnceFromTenConnections_KeepEveryPieceInOneOfTheLists()
    {
        var (id, sku) = ($"guest-{Guid.CreateVersion7():N}", _shop.NewSku());
        var connections = Enumerable.Range(0, 10).Select(_ => _shop.NewCaller(id: id)).ToList();
        await connections[0].AddAsync(sku, 7);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            try
            {
                await (i % 2 == 0 ? connections[i % 10].SaveAsync(sku) : connections[i % 10].MoveAsync(sku));
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
            {
                // It is in the other list just now.
            }
        }));

        var cart = await connections[0].GetAsync();
        cart.Lines.Concat(cart.SavedLines).ShouldHaveSingleItem().Quantity.ShouldBe(7);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Changes_OfEveryKindAtOnceFromTenConnections_LeaveACartThatAddsUp()
    {
        var id = $"guest-{Guid.CreateVersion7():N}";
        var connections = Enumerable.Range(0, 10).Select(_ => _shop.NewCaller(id: id)).ToList();
        string[] skus = [await PrepareAsync(connections[0]), await PrepareAsync(connections[0])];

        await Task.WhenAll(Enumerable.Range(0, 140).Select(async i =>
        {
            var shopper = connections[i % 10];
            try
            {
                var cart = await ChangeAsync(shopper, Names[i % Names.Length], skus[i / 7 % 2], CartCaller.NewId());
                ShouldAddUp(cart);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
            {
                // It is in the other list, or in none.
            }

            ShouldAddUp(await shopper.GetAsync());
        }));

        // As many lines as the cart counts itself: it takes as many more as there is room for.
        await connections[0].ClearAsync();
        foreach (var _ in Enumerable.Range(0, 100))
        {
            await connections[0].AddAsync(_shop.NewSku());
        }

        await connections[0].AddAsync(_shop.NewSku()).ShouldFailAsync(StatusCode.FailedPrecondition, "CART_FULL");
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task SetQuantity_ManyAtOnceFromTenConnections_IsOneOfThemAndEachAnswerItsOwn()
    {
        var id = $"guest-{Guid.CreateVersion7():N}";
        var connections = Enumerable.Range(0, 10).Select(_ => _shop.NewCaller(id: id)).ToList();
        var sku = _shop.NewSku();
        await connections[0].AddAsync(sku);

        var answers = await Task.WhenAll(Enumerable.Range(1, 50).Select(quantity => connections[quantity % 10].SetAsync(sku, quantity)));

        answers.Select(cart => cart.Lines.ShouldHaveSingleItem().Quantity).ShouldBe(Enumerable.Range(1, 50));
        answers.Select(cart => cart.Etag).ShouldBeUnique();
        var last = await connections[0].GetAsync();
        last.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(answers.Single(cart => cart.Etag == last.Etag).Lines[0].Quantity);
        connections.ForEach(connection => connection.Dispose());
    }

    private static void ShouldAddUp(Cart cart)
    {
        cart.Lines.Select(line => line.Sku).ShouldBeUnique();
        cart.SavedLines.Select(line => line.Sku).ShouldBeUnique();
        cart.Lines.Concat(cart.SavedLines).ShouldAllBe(line => line.Quantity > 0);
        cart.ItemCount.ShouldBe(cart.Lines.Sum(line => line.Quantity));
        (cart.Subtotal?.MinorUnits ?? 0).ShouldBe(cart.Lines.Sum(line => line.LineTotal.MinorUnits));
    }

    private static IEnumerable<(string Sku, int Quantity)> Quantities(Cart cart) => cart.Lines.Concat(cart.SavedLines).Select(line => (line.Sku, line.Quantity));

    // A SKU that is in both lists.
    private async Task<string> PrepareAsync(CartCaller shopper)
    {
        var sku = _shop.NewSku();
        await shopper.AddAsync(sku, 2);
        await shopper.SaveAsync(sku);
        await shopper.AddAsync(sku, 3);
        return sku;
    }

    private static Task<Cart> ChangeAsync(CartCaller shopper, string change, string sku, string requestId, string etag = "") => change switch
    {
        "add" => shopper.AddAsync(sku, 1, requestId, etag),
        "set" => shopper.SetAsync(sku, 1, requestId, etag),
        "remove" => shopper.RemoveAsync(sku, saved: false, requestId, etag),
        "remove saved" => shopper.RemoveAsync(sku, saved: true, requestId, etag),
        "clear" => shopper.ClearAsync(requestId, etag),
        "save" => shopper.SaveAsync(sku, requestId, etag),
        _ => shopper.MoveAsync(sku, requestId, etag),
    };
}
