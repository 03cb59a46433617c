using Shop.Orders;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("orderdb");
builder.AddShopMessaging("rabbitmq", messaging => messaging.ConsumePayments().ConsumeAccounts().ConsumeMoves());
builder.AddOrders();

var app = builder.Build();
app.MapShopGrpcService<OrderGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
