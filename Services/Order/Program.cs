using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Orders;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("orderdb");
builder.AddShopMessaging("rabbitmq", messaging => messaging
    .Consume<ReservationCommitted, ConfirmOrder>()
    .Consume<ReservationFailed, CancelUnfulfillableOrder>()
    .ConsumeOnEveryReplica<OrderConfirmed, NotifyWatchers>()
    .ConsumeOnEveryReplica<OrderCancelled, NotifyWatchers>());
builder.AddShopGrpcClient<CartService.CartServiceClient>("http://cart");
builder.AddShopGrpcClient<CatalogService.CatalogServiceClient>("http://catalog");
builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory");
builder.Services.AddSingleton<OrderStore>().AddSingleton<OrderChanges>().AddSingleton<PlaceOrderHandler>();

var app = builder.Build();
app.MapShopGrpcService<OrderGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
