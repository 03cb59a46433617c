using System.CommandLine;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Identity.V1;
using Shop.Load.Running;

namespace Shop.Load.Catalog;

/// <summary>A running shop's catalog, as an administrator of the machine reaches it: the AppHost's data folder holds the keys.</summary>
internal sealed class CatalogAccess : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly GrpcChannel _identity;
    private readonly ShopSession _admin;

    private CatalogAccess(Uri catalog, Uri identity, ShopSession admin)
    {
        _channel = GrpcChannel.ForAddress(catalog, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        _identity = GrpcChannel.ForAddress(identity);
        _admin = admin;
        Client = new CatalogService.CatalogServiceClient(_channel.Intercept(new SessionInterceptor(admin, new IdentityService.IdentityServiceClient(_identity))));
    }

    public CatalogService.CatalogServiceClient Client { get; }

    /// <summary>The option that names the data folder.</summary>
    public static Option<string> DataOption() => new("--data")
    {
        Description = "The data folder of the running AppHost.",
        DefaultValueFactory = _ => Path.Combine("Shop.AppHost", ".shop"),
    };

    /// <summary>The catalog of the shop that runs on this data.</summary>
    /// <exception cref="InvalidOperationException">None does.</exception>
    public static CatalogAccess Of(string dataRoot)
    {
        var app = RunningApp.Read(dataRoot) ?? throw new InvalidOperationException($"No shop runs on the data in '{dataRoot}'; start it (./run.sh) or name its folder with --data.");
        return new CatalogAccess(app.Endpoint("catalog", "http"), app.Endpoint("identity", "http"), ShopSecrets.Admin(dataRoot));
    }

    public void Dispose()
    {
        _channel.Dispose();
        _identity.Dispose();
        _admin.Dispose();
    }
}
