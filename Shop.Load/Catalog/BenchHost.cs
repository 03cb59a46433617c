using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.Load.Running;

namespace Shop.Load.Catalog;

/// <summary>A server in this process on a free port, with the Kestrel settings of Catalog: the service itself, where spans of its own are read.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private BenchHost(WebApplication app)
    {
        _app = app;
        _channel = GrpcChannel.ForAddress(app.Urls.First());
        Client = new CatalogService.CatalogServiceClient(_channel);
    }

    public CatalogService.CatalogServiceClient Client { get; }

    /// <summary>The catalog service, on the servers of a running shop and a database there.</summary>
    public static async Task<BenchHost> CatalogAsync(ServerAddresses servers, string database)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Shop.Load", EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0"),
            new("Kestrel:Endpoints:http:Protocols", "Http2"),
            new("ConnectionStrings:catalogdb", servers.Database(database)),
            new("ConnectionStrings:rabbitmq", servers.Broker),
            new("Messaging:Exchange", database),
            new("Messaging:Service", database),
            new("Security:TokenKey", Guid.NewGuid().ToString() + Guid.NewGuid()),
        ]);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.AddShopPostgres("catalogdb", typeof(CatalogGrpc).Assembly);
        builder.AddShopMessaging("rabbitmq", CatalogServices.Consume);
        builder.AddCatalog();
        var app = builder.Build();
        app.MapShopGrpcService<CatalogGrpc>();
        await app.StartAsync();
        return new BenchHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }
}
