using Shop.Catalog;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("catalogdb");
builder.Services.AddSingleton<CatalogStore>();
builder.Services.AddSingleton<IDatabaseSeed, SeedCatalog>();
builder.Services.AddSingleton<PageTokens>();

var app = builder.Build();
app.UseStaticFiles(ProductImages.Served);
app.MapShopGrpcService<CatalogGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
