using System.Globalization;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Gateway;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

/// <summary>The gateway as its Program.cs makes it, before services of the test.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly TestService _gateway;
    private readonly List<TestService> _services;
    private readonly List<GrpcChannel> _channels = [];

    private RunningGateway(TestService gateway, List<TestService> services, ScriptedIdentity identity, Uri web, Uri grpc)
    {
        Identity = identity;
        _gateway = gateway;
        _services = services;
        Web = web;
        Grpc = grpc;
        Http = new HttpClient { BaseAddress = web, Timeout = TestService.Patience };
    }

    /// <summary>Makes the guests, unless the test has an Identity of its own.</summary>
    public ScriptedIdentity Identity { get; }

    /// <summary>Where browsers call.</summary>
    public Uri Web { get; }

    /// <summary>Where native clients call.</summary>
    public Uri Grpc { get; }

    /// <summary>A plain HTTP client at <see cref="Web"/>.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => _gateway.App.Services;

    /// <summary>A gateway before one cart and one inventory, and a catalog that has pictures only.</summary>
    public static async Task<RunningGateway> StartAsync(ScriptedCart cart, ScriptedInventory inventory, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var carts = await TestService.StartAsync(builder => builder.Services.AddSingleton(cart), app => app.MapShopGrpcService<ScriptedCart>());
        var inventories = await TestService.StartAsync(inventory);
        var catalogs = await TestService.StartAsync(_ => { }, app => app.MapGet("/images/{name}", (string name) => Results.Text($"<svg>{name}</svg>", "image/svg+xml")));
        return await StartAsync(
            [carts, inventories, catalogs],
            [
                .. TestService.ReplicasOf("cart", carts.Address),
                .. TestService.ReplicasOf("inventory", inventories.Address),
                .. TestService.ReplicasOf("catalog", catalogs.Address),
                .. settings,
            ]);
    }

    /// <summary>A gateway before these services, and an Identity that makes guests.</summary>
    public static async Task<RunningGateway> StartAsync(List<TestService> services, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var identity = new ScriptedIdentity();
        var identities = await TestService.StartAsync(builder => builder.Services.AddSingleton(identity), app => app.MapShopGrpcService<ScriptedIdentity>());
        var web = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{TestService.FreePort()}"));
        var grpc = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{TestService.FreePort()}"));
        var gateway = await TestService.StartAsync(
            builder =>
            {
                builder.AddShopProxy();
                builder.AddBrowserAccess();
            },
            app => app.UseShopProxy(),
            [
                new("Kestrel:Endpoints:http:Url", web.ToString()),
                new("Kestrel:Endpoints:http:Protocols", "Http1"),
                new("Kestrel:Endpoints:grpc:Url", grpc.ToString()),
                new("Kestrel:Endpoints:grpc:Protocols", "Http2"),
                .. settings.Any(setting => setting.Key.StartsWith("services:identity:", StringComparison.Ordinal)) ? [] : TestService.ReplicasOf("identity", identities.Address),
                .. settings,
            ]);
        return new RunningGateway(gateway, [.. services, identities], identity, web, grpc);
    }

    /// <summary>A channel of a kind of client: <c>native</c>, <c>web</c> (binary) or <c>text</c>.</summary>
    public GrpcChannel Channel(string kind)
    {
        var channel = kind == "native"
            ? GrpcChannel.ForAddress(Grpc)
            : GrpcChannel.ForAddress(Web, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(kind == "text" ? GrpcWebMode.GrpcWebText : GrpcWebMode.GrpcWeb, new SocketsHttpHandler()), DisposeHttpClient = true });
        _channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _channels.ForEach(channel => channel.Dispose());
        await _gateway.DisposeAsync();
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }
    }
}
