using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

/// <summary>Redis dies as by kill -9: what was acknowledged is there, nothing is wiped, and Cart recovers by itself.</summary>
public sealed class RedisAwayTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private RedisApp _redis = null!;
    private CartHost _shop = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisApp.StartAsync();
        _shop = await CartHost.StartAsync(_redis.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task AddItem_RedisKilledWhileAdding_EveryAcknowledgedPieceIsThere()
    {
        var sku = _shop.NewSku();
        var shoppers = Enumerable.Range(0, 8).Select(_ => _shop.NewCaller()).ToList();
        var acknowledged = new int[shoppers.Count];
        var unknown = new int[shoppers.Count];
        using var enough = new CancellationTokenSource();
        var adding = shoppers.Select(async (shopper, i) =>
        {
            while (!enough.IsCancellationRequested)
            {
                try
                {
                    await shopper.AddAsync(sku);
                    Interlocked.Increment(ref acknowledged[i]);
                }
                catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
                {
                    unknown[i]++;
                    return;
                }
            }
        }).ToList();
        await UntilAsync(() => acknowledged.Sum() >= 200);

        await _redis.KillAsync();
        await enough.CancelAsync();
        await Task.WhenAll(adding);
        await _redis.RestartAsync();

        for (var i = 0; i < shoppers.Count; i++)
        {
            var cart = await RecoveredAsync(shoppers[i]);
            cart.Lines.ShouldHaveSingleItem().Quantity.ShouldBeInRange(acknowledged[i], acknowledged[i] + unknown[i]);
        }
    }

    /// <summary>
    /// The AspireShop hole: there, a basket that could not be read counts as an empty one, and the next addition writes that over all
    /// that was in it. Here a cart that cannot be read is an error, and an addition never writes what was read.
    /// </summary>
    [Fact]
    public async Task AddItem_RedisWasAwayWhenTheCartWasRead_TheCartIsNotReplacedByAnEmptyOne()
    {
        using var shopper = _shop.NewCaller(Roles.Customer);
        var (before, after) = (_shop.NewSku(), _shop.NewSku());
        await shopper.AddAsync(before, 3);
        await _redis.KillAsync();

        await shopper.GetAsync().ShouldFailAsync(StatusCode.Unavailable, "STORE_UNAVAILABLE");
        var id = CartCaller.NewId();
        await shopper.AddAsync(after, 1, id).ShouldFailAsync(StatusCode.Unavailable, "STORE_UNAVAILABLE");
        foreach (var call in (Task[])[shopper.SetAsync(before, 1), shopper.RemoveAsync(before), shopper.ClearAsync(), shopper.SaveAsync(before), shopper.MoveAsync(before)])
        {
            await call.ShouldFailAsync(StatusCode.Unavailable, "STORE_UNAVAILABLE");
        }

        await _redis.RestartAsync();
        await RecoveredAsync(shopper);
        var cart = await shopper.AddAsync(after, 1, id);
        cart.Lines.Select(line => (line.Sku, line.Quantity)).ShouldBe([(before, 3), (after, 1)]);
    }

    private static async Task<Cart> RecoveredAsync(CartCaller shopper)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await shopper.GetAsync();
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
