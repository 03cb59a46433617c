using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Integration.Payments;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Integration.Catalog;

/// <summary>A replica of Catalog, made of what its Program.cs is made of, on a database and an exchange of its own.</summary>
internal sealed class CatalogHost : IAsyncDisposable
{
    private readonly TestService _service;
    private readonly string _exchange;
    private readonly string _connectionString;
    private readonly string _broker;

    private CatalogHost(TestService service, string connectionString, string broker, string exchange)
    {
        (_service, _connectionString, _broker, _exchange) = (service, connectionString, broker, exchange);
        Client = new CatalogService.CatalogServiceClient(service.Channel);
        Admin = TestUsers.Headers("admin", Roles.Admin);
        Customer = TestUsers.Headers("customer", Roles.Customer);
    }

    public CatalogService.CatalogServiceClient Client { get; }

    /// <summary>A client that is an administrator without being told.</summary>
    public CatalogService.CatalogServiceClient AdminClient => new(_service.Channel.Intercept(headers =>
    {
        headers.Add(Admin[0]);
        return headers;
    }));

    /// <summary>The headers of an administrator.</summary>
    public Metadata Admin { get; }

    /// <summary>The headers of somebody else.</summary>
    public Metadata Customer { get; }

    public IServiceProvider Services => _service.App.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Where it serves gRPC.</summary>
    public Uri Address => _service.Address;

    public string ConnectionString => _connectionString;

    public string Broker => _broker;

    public string Exchange => _exchange;

    public static async Task<CatalogHost> StartAsync(string connectionString, string broker, string exchange, TimeProvider? time)
    {
        var service = await TestService.StartAsync(
            builder =>
            {
                if (time is not null)
                {
                    builder.Services.Replace(ServiceDescriptor.Singleton(time));
                }

                builder.AddShopPostgres("catalogdb", typeof(CatalogStore).Assembly);
                builder.AddShopMessaging("rabbitmq", CatalogServices.Consume);
                builder.AddCatalog();
            },
            app => app.MapShopGrpcService<CatalogGrpc>(),
            [
                new("ConnectionStrings:catalogdb", connectionString),
                new("ConnectionStrings:rabbitmq", broker),
                new("Messaging:Exchange", exchange),
                new("Messaging:Service", exchange),
            ]);
        return new CatalogHost(service, connectionString, broker, exchange);
    }

    /// <summary>Another replica of the same catalog that is a process of its own and can be killed.</summary>
    /// <param name="address">Where it serves gRPC.</param>
    public ServiceProcess ProcessAt(Uri address) => new(
        "Catalog",
        "Shop.Catalog",
        "probe",
        new Dictionary<string, Uri> { ["http"] = address, ["probe"] = ServiceProcess.FreeAddress() },
        new Dictionary<string, string>
        {
            ["ConnectionStrings__catalogdb"] = _connectionString,
            ["ConnectionStrings__rabbitmq"] = _broker,
            ["Messaging__Exchange"] = _exchange,
            ["Messaging__Service"] = _exchange,
            ["Security__TokenKey"] = TestService.TokenKey,
            ["Security__KnownKeys"] = TestUsers.KnownKeys,
        });

    /// <summary>Another replica of the same catalog.</summary>
    public Task<CatalogHost> ReplicaAsync(TimeProvider? time = null) => StartAsync(_connectionString, _broker, _exchange, time);

    /// <summary>Imports products, under an id or a new one.</summary>
    public async Task<ImportProductsResponse> ImportAsync(IEnumerable<Product> products, string? requestId = null)
    {
        using var call = Client.ImportProducts(Admin, DateTime.UtcNow.AddMinutes(2));
        requestId ??= Guid.NewGuid().ToString();
        foreach (var product in products)
        {
            await call.RequestStream.WriteAsync(new ImportProductsRequest { RequestId = requestId, Product = product });
        }

        await call.RequestStream.CompleteAsync();
        return await call;
    }

    /// <summary>Everything there is.</summary>
    public async Task<List<Product>> ExportAsync(params IEnumerable<ProductStatus> statuses)
    {
        using var call = Client.ExportProducts(new ExportProductsRequest { Statuses = { statuses } }, Admin, DateTime.UtcNow.AddMinutes(2));
        var products = new List<Product>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            products.Add(answer.Product);
        }

        return products;
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
