namespace Shop.Tests.Integration.Carts;

/// <summary>A Redis and a replica of Cart on it, for all tests whose shoppers do not disturb each other.</summary>
public sealed class CartServers : IAsyncLifetime
{
    public const string Collection = "carts";

    internal RedisApp Redis { get; private set; } = null!;

    internal CartHost Cart { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Redis = await RedisApp.StartAsync();
        Cart = await CartHost.StartAsync(Redis.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await Cart.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
