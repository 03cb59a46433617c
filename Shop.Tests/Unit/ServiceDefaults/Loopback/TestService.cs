using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Unit.ServiceDefaults.Loopback;

/// <summary>A service of the shop as its Program.cs makes one, in this process, on a free loopback port.</summary>
internal sealed class TestService : IAsyncDisposable
{
    public const string TokenKey = "a secret of the tests, which is as long as it has to be";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestService(WebApplication app)
    {
        App = app;
        Address = new Uri(app.Urls.First());
        Channel = GrpcChannel.ForAddress(Address);
    }

    public WebApplication App { get; }

    /// <summary>Where it serves gRPC.</summary>
    public Uri Address { get; }

    /// <summary>A plain channel to it: no token, no resilience.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A service with an inventory that does what it is told.</summary>
    public static Task<TestService> StartAsync(ScriptedInventory inventory, Action<WebApplicationBuilder>? configure = null, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(inventory);
                configure?.Invoke(builder);
            },
            app => app.MapShopGrpcService<ScriptedInventory>(),
            settings);

    public static async Task<TestService> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication> map, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Shop.Tests", EnvironmentName = Environments.Production, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection([
            new("Security:TokenKey", TokenKey),
            new("Security:KnownKeys", TestUsers.KnownKeys),
            new("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0"),
            new("Kestrel:Endpoints:http:Protocols", "Http2")]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        configure(builder);
        var app = builder.Build();
        map(app);
        app.MapDefaultEndpoints();
        await app.StartAsync().WaitAsync(Patience);
        return new TestService(app);
    }

    /// <summary>The settings that name the replicas of a service, as references arrive in the environment.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> ReplicasOf(string service, params IEnumerable<Uri> replicas) =>
        replicas.Select((replica, index) => new KeyValuePair<string, string?>($"services:{service}:http:{index}", replica.ToString()));

    /// <summary>A port that was free just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        // A test that left a call hanging need not wait for it.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await App.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await App.DisposeAsync();
    }
}
