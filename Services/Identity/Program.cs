using Shop.Identity;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("identitydb");
builder.AddShopMessaging("rabbitmq");
builder.AddIdentity();

var app = builder.Build();
app.MapShopGrpcService<IdentityGrpc>();
app.MapKeys();
app.MapDefaultEndpoints();
await app.RunAsync();
