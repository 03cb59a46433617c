using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Orders;

/// <summary>What the Order service is made of, beside what every service is.</summary>
internal static class OrderSetup
{
    /// <summary>The services it calls, and its own parts.</summary>
    public static void AddOrders(this IHostApplicationBuilder builder)
    {
        builder.AddShopGrpcClient<CartService.CartServiceClient>("http://cart");
        builder.AddShopGrpcClient<CatalogService.CatalogServiceClient>("http://catalog");
        builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory");
        builder.AddShopGrpcClient<PaymentService.PaymentServiceClient>("http://payment", options => options.TotalTimeout = TimeSpan.FromSeconds(2));

        var services = builder.Services;
        services.AddOptions<OrderOptions>().BindConfiguration("Order").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OrderStore>().AddSingleton<RecentOrders>().AddSingleton<OrderPages>().AddSingleton<DueOrders>().AddSingleton<PageTokens>();
        services.AddSingleton<OrderTelemetry>().AddHostedService<OrderGauge>();
        services.AddSingleton<OrderChanges>().AddSingleton<OrderWatch>().AddHostedService<WatchedOrdersPoll>();
        services.AddSingleton<PlaceOrderGate>().AddSingleton<PlaceOrderHandler>();
        services.AddSingleton<OrderOwners>().AddHostedService<OwnerSweeper>();
        services.AddSingleton<OrderSaga>().AddSingleton<DeadlineSweeper>().AddHostedService(provider => provider.GetRequiredService<DeadlineSweeper>());
    }

    /// <summary>What takes its orders further.</summary>
    public static MessagingBuilder ConsumePayments(this MessagingBuilder messaging) => messaging
        .ConsumeWithoutInbox<PaymentAuthorized, ResumeAuthorizedOrder>()
        .ConsumeWithoutInbox<PaymentDeclined, CancelDeclinedOrder>();

    /// <summary>Whose its orders are.</summary>
    public static MessagingBuilder ConsumeAccounts(this MessagingBuilder messaging) => messaging
        .ConsumeWithoutInbox<GuestUpgraded, AdoptGuestOrders>()
        .ConsumeWithoutInbox<UserDeleted, EraseOwner>();

    /// <summary>What its watchers are woken by.</summary>
    public static MessagingBuilder ConsumeMoves(this MessagingBuilder messaging) => messaging
        .ConsumeOnEveryReplica<OrderConfirmed, NotifyWatchers>()
        .ConsumeOnEveryReplica<OrderCancelled, NotifyWatchers>()
        .ConsumeOnEveryReplica<OrderShipped, NotifyWatchers>()
        .ConsumeOnEveryReplica<OrderDelivered, NotifyWatchers>()
        .ConsumeOnEveryReplica<OrderRefunded, NotifyWatchers>();
}
