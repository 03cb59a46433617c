using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// The services keep nothing in memory that they cannot lose, so that any number of each may run.
var replicas = builder.Configuration.GetValue("Replicas", 1);

// From this each service derives the key it signs and checks tokens with.
var tokenKey = builder.AddParameter("token-key", new GenerateParameterDefault { MinLength = 44, Special = false }, secret: true, persist: true);
var providerKey = builder.AddParameter("provider-key", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
var webhookSecret = builder.AddParameter("webhook-secret", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var catalogDb = postgres.AddDatabase("catalogdb");
var inventoryDb = postgres.AddDatabase("inventorydb");
var orderDb = postgres.AddDatabase("orderdb");
var paymentDb = postgres.AddDatabase("paymentdb");
var providerDb = postgres.AddDatabase("providerdb");
var redis = builder.AddRedis("redis").WithDataVolume();
var rabbitmq = builder.AddRabbitMQ("rabbitmq").WithDataVolume();

var catalog = builder.AddProject<Projects.Catalog>("catalog")
    .WithReference(catalogDb).WaitFor(catalogDb)
    .WithReference(rabbitmq)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithHttpHealthCheck("/health", endpointName: "probe");

var inventory = builder.AddProject<Projects.Inventory>("inventory")
    .WithReplicas(replicas)
    .WithReference(inventoryDb).WaitFor(inventoryDb)
    .WithReference(rabbitmq)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithHttpHealthCheck("/health", endpointName: "probe");

var cart = builder.AddProject<Projects.Cart>("cart")
    .WithReplicas(replicas)
    .WithReference(redis).WaitFor(redis)
    .WithReference(rabbitmq)
    .WithReference(catalog)
    .WithReference(inventory)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithHttpHealthCheck("/health", endpointName: "probe");

// Stands where a payment provider does; tokens say how it behaves (README). In earnest, Payment's Provider__Url is another one's.
var paymentProvider = builder.AddProject<Projects.PaymentProvider>("payment-provider")
    .WithReference(providerDb).WaitFor(providerDb)
    .WithEnvironment("Provider__SecretKey", providerKey)
    .WithEnvironment("Provider__WebhookSecrets__0", webhookSecret)
    .WithHttpHealthCheck("/health");

var payment = builder.AddProject<Projects.Payment>("payment")
    .WithReplicas(replicas)
    .WithReference(paymentDb).WaitFor(paymentDb)
    .WithReference(rabbitmq)
    .WithReference(paymentProvider)
    .WithEnvironment("Provider__SecretKey", providerKey)
    .WithEnvironment("Provider__WebhookSecrets__0", webhookSecret)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithHttpHealthCheck("/health", endpointName: "probe");

var order = builder.AddProject<Projects.Order>("order")
    .WithReplicas(replicas)
    .WithReference(orderDb).WaitFor(orderDb)
    .WithReference(rabbitmq)
    .WithReference(cart)
    .WithReference(catalog)
    .WithReference(inventory)
    .WithReference(payment)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithHttpHealthCheck("/health", endpointName: "probe");

// For trials: how long an order waits for its payment, and how long what was reserved for it is held beyond that.
foreach (var setting in (string[])["PaymentDeadline", "ReservationMargin", "AskAfter", "AskInterval"])
{
    if (builder.Configuration[$"Order:{setting}"] is { } value)
    {
        order.WithEnvironment($"Order__{setting}", value);
    }
}

var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithReplicas(replicas)
    .WithReference(catalog).WithReference(cart).WithReference(inventory).WithReference(order).WithReference(payment)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithEndpoint("http", endpoint => endpoint.IsExternal = true)
    .WithHttpHealthCheck("/health", endpointName: "probe");

// The provider is outside of the shop: what it tells comes in like everything else.
paymentProvider.WithEnvironment("Provider__WebhookUrl", $"{gateway.GetEndpoint("http")}/webhooks/payments");

// Only the gateway has a fixed address; the services take free ports, so that two checkouts run side by side.
foreach (var service in builder.Resources.OfType<ProjectResource>().Where(resource => resource.Name != "gateway"))
{
    foreach (var endpoint in service.Annotations.OfType<EndpointAnnotation>())
    {
        endpoint.Port = null;
    }
}

// A platform starts what has crashed anew; a developer rather wants to see it lie there.
if (builder.Configuration.GetValue("RestartCrashed", false))
{
    builder.Services.TryAddSingleton(TimeProvider.System);
    builder.Services.AddHostedService<RestartCrashed>();
}

await builder.Build().RunAsync();
