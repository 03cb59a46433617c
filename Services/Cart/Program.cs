using Shop.Carts;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRedisClient("redis", configureOptions: options => options.AsyncTimeout = 2000);
builder.AddShopMessaging("rabbitmq", messaging => messaging
    .ConsumeWithoutInbox<OrderPlaced, TakeOffOrdered>()
    .Transient<RedisConnectionException>()
    .Transient<RedisTimeoutException>());
builder.AddShopGrpcClient<CatalogService.CatalogServiceClient>("http://catalog", options => options.TotalTimeout = TimeSpan.FromSeconds(2));
builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory", options => options.TotalTimeout = TimeSpan.FromSeconds(1));
builder.Services.AddSingleton<CartStore>().AddSingleton<FactFinder>();

var app = builder.Build();
app.MapShopGrpcService<CartGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
