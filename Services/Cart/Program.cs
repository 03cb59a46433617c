using Shop.Carts;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Order.V1;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCarts();
builder.AddShopMessaging("rabbitmq", messaging => messaging
    .ConsumeWithoutInbox<OrderPlaced, TakeOffOrdered>()
    .ConsumeWithoutInbox<GuestUpgraded, MergeUpgraded>()
    .ConsumeWithoutInbox<UserDeleted, ForgetDeleted>()
    .ConsumeOnEveryReplica<ProductChanged, ForgetListings>()
    .Transient<RedisConnectionException>()
    .Transient<RedisTimeoutException>());

var app = builder.Build();
app.MapShopGrpcService<CartGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
