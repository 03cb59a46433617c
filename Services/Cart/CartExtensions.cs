using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>What Cart is made of, beside its messages: for its Program.cs, and for tests that run it on servers of their own.</summary>
internal static class CartExtensions
{
    public static void AddCarts(this IHostApplicationBuilder builder)
    {
        builder.AddRedisClient("redis", configureOptions: options =>
        {
            options.AsyncTimeout = 2000;
            // Without a connection a call fails at once and may be repeated, rather than waiting to be sent when nobody wants it any more.
            options.BacklogPolicy = BacklogPolicy.FailFast;
        });
        builder.AddShopGrpcClient<CatalogService.CatalogServiceClient>("http://catalog", options => options.TotalTimeout = TimeSpan.FromSeconds(3));
        builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory", options => options.TotalTimeout = TimeSpan.FromSeconds(3));
        builder.Services.AddSingleton<CartStore>().AddSingleton<CartMerge>().AddSingleton<FactFinder>().AddSingleton<RecentListings>().AddSingleton<RecentStock>();
        builder.Services.AddSingleton<CartGrpc>();
    }
}
