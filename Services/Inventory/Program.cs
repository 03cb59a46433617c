using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.Inventory;
using Shop.ServiceDefaults.Postgres;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("inventorydb");
builder.AddShopMessaging("rabbitmq", messaging => messaging
    .Consume<OrderCancelled, ReleaseReservation>()
    .Consume<OrderRefunded, RestockRefund>()
    .ConsumeOnEveryReplica<StockChanged, NoteStockChanged>());
builder.Services.AddSingleton<IDatabaseSeed, LocationSeed>().AddSingleton<IDatabaseSeed, OpeningStock>();
builder.Services.AddInventory();

var app = builder.Build();
app.MapShopGrpcService<InventoryGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
