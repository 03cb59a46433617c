using Shop.Identity;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("identitydb");
builder.AddShopMessaging("rabbitmq");

var app = builder.Build();
app.MapShopGrpcService<IdentityGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
