using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Inventory;

internal static class InventoryServices
{
    /// <summary>What the service is made of, on a database and an outbox that are there already.</summary>
    public static void AddInventory(this IServiceCollection services)
    {
        services.AddOptions<InventoryOptions>().BindConfiguration("Inventory").ValidateOnStart();
        services.AddSingleton<IValidateOptions<InventoryOptions>, ValidateInventoryOptions>();
        services.AddSingleton<InventoryTelemetry>().AddSingleton<StockHints>().AddSingleton<InventoryStore>();
        services.AddSingleton<ReserveBatcher>().AddHostedService(provider => provider.GetRequiredService<ReserveBatcher>());
        services.AddSingleton<CommitBatcher>().AddHostedService(provider => provider.GetRequiredService<CommitBatcher>());
        services.AddSingleton<StockWatchers>().AddHostedService(provider => provider.GetRequiredService<StockWatchers>());
        services.AddSingleton<StockAnnouncer>().AddHostedService(provider => provider.GetRequiredService<StockAnnouncer>());
        services.AddHostedService<ExpirySweeper>();
        services.AddSingleton<StockAdjuster>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<PageTokens>().AddSingleton<MovementPages>();
    }
}
