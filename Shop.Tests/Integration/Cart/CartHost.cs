using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Carts;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Integration.Carts;

/// <summary>A replica of Cart in this process, on a real Redis, with a catalog and an inventory that a test commands.</summary>
internal sealed class CartHost : IAsyncDisposable
{
    private readonly TestService _others;
    private readonly TestService _cart;

    private CartHost(TestService others, TestService cart, ScriptedCatalog catalog, ScriptedInventory inventory, TickingTime time, ConcurrentDictionary<string, int> stock) =>
        (_others, _cart, Catalog, Inventory, Time, Stock) = (others, cart, catalog, inventory, time, stock);

    public ScriptedCatalog Catalog { get; }

    public ScriptedInventory Inventory { get; }

    /// <summary>What the inventory has, by SKU; 1000 of what is not named.</summary>
    public ConcurrentDictionary<string, int> Stock { get; }

    /// <summary>Cart's clock.</summary>
    public TickingTime Time { get; }

    /// <summary>Makes Cart ask about these SKUs anew, as time does.</summary>
    public void Forget(params string[] skus)
    {
        Services.GetRequiredService<RecentListings>().Forget(skus);
        Services.GetRequiredService<RecentStock>().Forget(skus);
    }

    public IServiceProvider Services => _cart.App.Services;

    public Uri Address => _cart.Address;

    public static async Task<CartHost> StartAsync(string redis)
    {
        var catalog = new ScriptedCatalog();
        var inventory = new ScriptedInventory();
        var stock = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        inventory.Stock = (request, _) => Task.FromResult(new BatchGetStockResponse { Stocks = { request.Skus.Select(sku => new Stock { Sku = sku, AvailableQuantity = stock.GetValueOrDefault(sku, 1000) }) } });
        var time = new TickingTime();
        var others = await TestService.StartAsync(
            builder => builder.Services.AddSingleton(catalog).AddSingleton(inventory),
            app =>
            {
                app.MapShopGrpcService<ScriptedCatalog>();
                app.MapShopGrpcService<ScriptedInventory>();
            });
        var cart = await TestService.StartAsync(
            builder =>
            {
                builder.AddCarts();
                UseTime(builder.Services, time);
            },
            app => app.MapShopGrpcService<CartGrpc>(),
            [new("ConnectionStrings:redis", redis), .. TestService.ReplicasOf("catalog", others.Address), .. TestService.ReplicasOf("inventory", others.Address)]);
        return new CartHost(others, cart, catalog, inventory, time, stock);
    }

    /// <summary>Somebody new, or again, with a connection of their own.</summary>
    public CartCaller NewCaller(string role = Roles.Guest, string? id = null)
    {
        var owner = id ?? $"{role}-{Guid.CreateVersion7():N}";
        return new CartCaller(Address, owner, TokenOf(owner, role));
    }

    private static string TokenOf(string owner, string role) => role == Roles.Service
        ? new TokenIssuer(TokenKey.Derive(TestService.TokenKey), TimeProvider.System).Issue(owner, TimeSpan.FromDays(1000))
        : TestUsers.Token(owner, role, TimeSpan.FromDays(1000));

    /// <summary>A SKU that nobody else uses, sold at a price.</summary>
    public string NewSku(long price = 500, string currency = "EUR")
    {
        var sku = $"S-{Guid.CreateVersion7():N}";
        Catalog.Sell(sku, price, currency);
        return sku;
    }

    // Cart's own parts alone: calls have deadlines, which are told by the system's clock.
    private static void UseTime(IServiceCollection services, TickingTime time)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CartStore>(provider, time));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CartMerge>(provider, time));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RecentListings>(provider, time));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RecentStock>(provider, time));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FactFinder>(provider, time));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CartGrpc>(provider, time));
    }

    public async ValueTask DisposeAsync()
    {
        await _cart.DisposeAsync();
        await _others.DisposeAsync();
    }
}
