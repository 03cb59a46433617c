using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// The services keep nothing in memory that they cannot lose, so that any number of each may run.
var replicas = builder.Configuration.GetValue("Replicas", 1);

// From this each service derives the key it signs and checks tokens with.
var tokenKey = builder.AddParameter("token-key", new GenerateParameterDefault { MinLength = 44, Special = false }, secret: true, persist: true);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var catalogDb = postgres.AddDatabase("catalogdb");
var inventoryDb = postgres.AddDatabase("inventorydb");
var orderDb = postgres.AddDatabase("orderdb");
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

var order = builder.AddProject<Projects.Order>("order")
    .WithReplicas(replicas)
    .WithReference(orderDb).WaitFor(orderDb)
    .WithReference(rabbitmq)
    .WithReference(cart)
    .WithReference(catalog)
    .WithReference(inventory)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithHttpHealthCheck("/health", endpointName: "probe");

builder.AddProject<Projects.Gateway>("gateway")
    .WithReplicas(replicas)
    .WithReference(catalog).WithReference(cart).WithReference(inventory).WithReference(order)
    .WithEnvironment("Security__TokenKey", tokenKey)
    .WithEndpoint("http", endpoint => endpoint.IsExternal = true)
    .WithHttpHealthCheck("/health", endpointName: "probe");

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
