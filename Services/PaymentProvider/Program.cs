using System.Text.Json;
using Shop.PaymentProvider;

var builder = WebApplication.CreateBuilder(args);
builder.AddShopPostgres("providerdb");
builder.Services.AddOptions<ProviderOptions>().BindConfiguration("Provider").ValidateDataAnnotations().ValidateOnStart();
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, ProviderJson.Default);
});
builder.Services.AddHttpClient(WebhookDelivery.Client, client => client.Timeout = TimeSpan.FromSeconds(5));
builder.Services.AddSingleton<Flakiness>().AddSingleton<ProviderStore>().AddSingleton<Charging>().AddSingleton<Manners>();
builder.Services.AddSingleton<WebhookDelivery>().AddHostedService(provider => provider.GetRequiredService<WebhookDelivery>());

var app = builder.Build();
app.MapProvider();
app.MapHealthChecks("/health");
await app.RunAsync();
