using Shop.Contracts.Order.V1;
using Shop.Inventory;
using Shop.ServiceDefaults.Postgres;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("inventorydb");
builder.AddShopMessaging("rabbitmq", messaging => messaging
    .Consume<OrderCancelled, ReleaseReservation>());
builder.Services.AddSingleton<IDatabaseSeed, OpeningStock>();
builder.Services.AddInventory();

var app = builder.Build();
app.MapShopGrpcService<InventoryGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
