using Shop.Gateway;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopProxy();
builder.AddBrowserAccess();

var app = builder.Build();
app.UseShopProxy();
app.MapDefaultEndpoints();
await app.RunAsync();
