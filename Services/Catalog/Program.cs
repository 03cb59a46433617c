using Shop.Catalog;
using Shop.ServiceDefaults.Postgres;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShopPostgres("catalogdb");
builder.AddShopMessaging("rabbitmq", CatalogServices.Consume);
builder.AddCatalog();
builder.Services.AddSingleton<IDatabaseSeed, SeedCatalog>();

var app = builder.Build();
app.UseStaticFiles(ProductImages.Served);
app.MapShopGrpcService<CatalogGrpc>();
app.MapDefaultEndpoints();
await app.RunAsync();
