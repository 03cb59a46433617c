using System.CommandLine;
using System.Text.Json;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Shop.Contracts.Catalog.V1;
using Shop.Load.Running;
using Shop.ServiceDefaults.Security;

namespace Shop.Load.Catalog;

/// <summary>A running shop's catalog, as an administrator of the machine reaches it: the AppHost's data folder holds the keys.</summary>
internal sealed class CatalogAccess : IDisposable
{
    private readonly GrpcChannel _channel;

    private CatalogAccess(Uri address, string token)
    {
        _channel = GrpcChannel.ForAddress(address);
        Client = new CatalogService.CatalogServiceClient(_channel.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {token}");
            return headers;
        }));
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
        return new CatalogAccess(app.Endpoint("catalog", "http"), Token(dataRoot));
    }

    public void Dispose() => _channel.Dispose();

    private static string Token(string dataRoot)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataRoot, "secrets.json")));
        var key = TokenKey.Derive(secrets.RootElement.GetProperty("Parameters:token-key").GetString());
        return new TokenIssuer(key, TimeProvider.System).Issue("shop-load", Roles.Admin, TimeSpan.FromHours(1));
    }
}
