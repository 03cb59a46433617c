using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Orders;
using Shop.ServiceDefaults.Grpc;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("orderdb");
builder.AddShopMessaging("rabbitmq", messaging => messaging
    .ConsumeWithoutInbox<ReservationCommitted, ConfirmOrder>()
    .ConsumeWithoutInbox<ReservationFailed, CancelUnfulfillableOrder>()
    .ConsumeOnEveryReplica<OrderConfirmed, NotifyWatchers>()
    .ConsumeOnEveryReplica<OrderCancelled, NotifyWatchers>()
    .ConsumeOnEveryReplica<OrderShipped, NotifyWatchers>()
    .ConsumeOnEveryReplica<OrderDelivered, NotifyWatchers>()
    .ConsumeOnEveryReplica<OrderRefunded, NotifyWatchers>());
builder.AddShopGrpcClient<CartService.CartServiceClient>("http://cart");
builder.AddShopGrpcClient<CatalogService.CatalogServiceClient>("http://catalog");
builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory");
builder.Services.AddOptions<OrderOptions>().BindConfiguration("Order").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<OrderStore>().AddSingleton<OrderPages>().AddSingleton<OrderChanges>().AddSingleton<PlaceOrderHandler>().AddSingleton<PageTokens>();

var app = builder.Build();
app.MapShopGrpcService<OrderGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
