using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Load;

namespace Shop.Tests.Integration;

/// <summary>The whole shop under its AppHost, started once for all integration tests, on free ports and an empty data folder.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _databases = new();
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();

    /// <summary>The running AppHost.</summary>
    public DistributedApplication App { get; private set; } = null!;

    /// <summary>Where browsers call (gRPC-Web).</summary>
    public Uri Gateway => App.GetEndpoint("gateway", "http");

    /// <summary>Where native gRPC clients call.</summary>
    public Uri GatewayGrpc => App.GetEndpoint("gateway", "grpc");

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        // All the tests' guests come from one address.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(["--RateLimits:Guests:Burst=100000"], limit.Token);
        App = await builder.BuildAsync(limit.Token);
        await App.StartAsync(limit.Token);
        var resources = App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Where(resource => resource is IResourceWithWaitSupport or IResourceWithConnectionString);
        await Task.WhenAll(resources.Select(resource => App.ResourceNotifications.WaitForResourceHealthyAsync(resource.Name, limit.Token)));
    }

    /// <summary>A new shopper, who comes through the gateway as a browser does.</summary>
    public ShopClient NewShopper() => new(Gateway);

    /// <summary>A session of the first administrator.</summary>
    public async Task<ShopSession> NewAdminAsync() => new(await RunningUsers.ParameterAsync(App, "admin-email"), await RunningUsers.ParameterAsync(App, "admin-password"));

    /// <summary>The headers of somebody whom the shop takes for one of this role, without an account.</summary>
    public async Task<Metadata> HeadersAsync(string subject, string role) => (await RunningUsers.OfAsync(App)).Headers(subject, role);

    /// <summary>A channel straight to a service, past the gateway: what an attacker inside would have.</summary>
    public GrpcChannel Direct(string service) => _channels.GetOrAdd(service, name => GrpcChannel.ForAddress(App.GetEndpoint(name, "http")));

    /// <summary>A database of the shop, to look what is stored.</summary>
    public async Task<NpgsqlDataSource> DatabaseAsync(string name)
    {
        var connectionString = await App.GetConnectionStringAsync(name);
        return _databases.GetOrAdd(name, _ => NpgsqlDataSource.Create(connectionString!));
    }

    public async Task DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }

        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }

        await App.DisposeAsync();
    }
}
