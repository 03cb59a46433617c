using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog;

/// <summary>What the service is made of.</summary>
internal static class CatalogServices
{
    // Seen by shoppers within a second; who buys is told by Inventory itself.
    private static readonly TimeSpan StockRest = TimeSpan.FromMilliseconds(100);

    // An order among many.
    private static readonly TimeSpan SalesRest = TimeSpan.FromMilliseconds(500);

    /// <summary>The service's own things.</summary>
    public static void AddCatalog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CatalogOptions>().BindConfiguration("Catalog").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CatalogStore>().AddSingleton<PageTokens>();
        builder.Services.AddSingleton(provider => new ProductCache(provider.GetRequiredService<CatalogStore>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<CategoryCache>().AddSingleton<FacetTerms>().AddSingleton<ProductWatchers>().AddSingleton<ProductSearch>();
        builder.Services.AddSingleton<WriteOnce>().AddSingleton<ProductWriter>().AddSingleton<CategoryWriter>().AddSingleton<ImportChunks>().AddSingleton<ProductImporter>().AddSingleton<TurnStock>();
        builder.Services.AddSingleton<CatalogGrpc>();
        builder.Services.AddSingleton<PriceClock>().AddHostedService(provider => provider.GetRequiredService<PriceClock>());
    }

    /// <summary>What the service hears of.</summary>
    public static void Consume(MessagingBuilder messaging) => messaging
        .ConsumeBatchesWithoutInbox<StockChanged, KeepStock>(StockRest)
        .ConsumeBatches<OrderConfirmed, CountSales>(SalesRest)
        .ConsumeOnEveryReplica<ProductChanged, ForgetProduct>()
        .ConsumeOnEveryReplica<ProductStockChanged, ForgetProduct>()
        .ConsumeOnEveryReplica<CategoryChanged, ForgetProduct>();
}
