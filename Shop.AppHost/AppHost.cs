using Shop.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// From this each service derives the key of its own calls to other services.
var tokenKey = builder.AddSecret("token-key", 44);
var providerKey = builder.AddSecret("provider-key", 32);
var webhookSecret = builder.AddSecret("webhook-secret", 32);

// Seals what Identity keeps, and makes its links and refresh tokens.
var identitySecret = builder.AddSecret("identity-secret", 44);
// The first administrator, made when there is none.
var adminEmail = builder.AddParameter("admin-email", "admin@shop.example", publishValueAsDefault: true);
var adminPassword = builder.AddSecret("admin-password", 20);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var catalogDb = postgres.AddDatabase("catalogdb");
var inventoryDb = postgres.AddDatabase("inventorydb");
var orderDb = postgres.AddDatabase("orderdb");
var paymentDb = postgres.AddDatabase("paymentdb");
var identityDb = postgres.AddDatabase("identitydb");
var providerDb = postgres.AddDatabase("providerdb");
var redis = builder.AddRedis("redis").WithDataVolume();
var rabbitmq = builder.AddRabbitMQ("rabbitmq").WithDataVolume();

var identity = builder.AddService<Projects.Identity>("identity", tokenKey)
    .WithReference(identityDb).WaitFor(identityDb).WithReference(rabbitmq)
    .WithEnvironment("Identity__Secret", identitySecret)
    .WithEnvironment("Identity__AdminEmail", adminEmail).WithEnvironment("Identity__AdminPassword", adminPassword);

var catalog = builder.AddService<Projects.Catalog>("catalog", tokenKey)
    .WithReference(catalogDb).WaitFor(catalogDb).WithReference(rabbitmq);

var inventory = builder.AddService<Projects.Inventory>("inventory", tokenKey)
    .WithReference(inventoryDb).WaitFor(inventoryDb).WithReference(rabbitmq);

var cart = builder.AddService<Projects.Cart>("cart", tokenKey)
    .WithReference(redis).WaitFor(redis).WithReference(rabbitmq)
    .WithReference(catalog).WithReference(inventory);

// Stands where a payment provider does; tokens say how it behaves (README). In earnest, Payment's Provider__Url is another one's.
var paymentProvider = builder.AddProject<Projects.PaymentProvider>("payment-provider")
    .WithReference(providerDb).WaitFor(providerDb)
    .WithProviderSecrets(providerKey, webhookSecret)
    .WithHttpHealthCheck("/health").WithFreePorts();

var payment = builder.AddService<Projects.Payment>("payment", tokenKey)
    .WithReference(paymentDb).WaitFor(paymentDb).WithReference(rabbitmq)
    .WithReference(paymentProvider).WithProviderSecrets(providerKey, webhookSecret);

var order = builder.AddService<Projects.Order>("order", tokenKey)
    .WithReference(orderDb).WaitFor(orderDb).WithReference(rabbitmq)
    .WithReference(cart).WithReference(catalog).WithReference(inventory).WithReference(payment)
    .WithSettings("Order");

var gateway = builder.AddService<Projects.Gateway>("gateway", tokenKey, fixedPorts: true)
    .WithReference(catalog).WithReference(cart).WithReference(inventory).WithReference(order).WithReference(payment)
    .WithEndpoint("http", endpoint => endpoint.IsExternal = true)
    .WithSettings("Cors").WithSettings("RateLimits");

// A guest's cart goes with the guest. All others check tokens by Identity's keys.
identity.WithReference(cart);
foreach (var service in (IResourceBuilder<ProjectResource>[])[catalog, inventory, cart, payment, order, gateway])
{
    service.WithKeysOf(identity);
}

// The provider is outside of the shop: what it tells comes in like everything else.
paymentProvider.WithEnvironment("Provider__WebhookUrl", $"{gateway.GetEndpoint("http")}/webhooks/payments");

builder.AddRestartCrashed();

await builder.Build().RunAsync();
