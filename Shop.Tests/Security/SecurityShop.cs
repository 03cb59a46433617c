using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Order.V1;
using Shop.Load;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Payments;

namespace Shop.Tests.Security;

/// <summary>A whole shop for those who mean it harm: nobody else's tests have to live in it. The tests hold its keys.</summary>
public sealed class SecurityShop : IAsyncLifetime
{
    /// <summary>The first administrator.</summary>
    public const string AdminEmail = "admin@shop.example";

    /// <summary>And how to sign in as such.</summary>
    public const string AdminPassword = "a password of the security tests";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<(string, string), GrpcChannel> _channels = new();

    /// <summary>The running AppHost.</summary>
    public DistributedApplication App { get; private set; } = null!;

    /// <summary>Where browsers call.</summary>
    public Uri Gateway => App.GetEndpoint("gateway", "http");

    /// <summary>Where native gRPC clients call.</summary>
    public Uri GatewayGrpc => App.GetEndpoint("gateway", "grpc");

    /// <summary>An origin whose pages may call.</summary>
    public string ListedOrigin { get; } = ServiceProcess.FreeAddress().GetLeftPart(UriPartial.Authority);

    /// <summary>One of the same site whose pages may not.</summary>
    public string OtherOrigin { get; } = ServiceProcess.FreeAddress().GetLeftPart(UriPartial.Authority);

    /// <summary>Everybody who may knock.</summary>
    internal TokenForge Tokens { get; private set; } = null!;

    /// <summary>An order of <see cref="TokenForge.Customer"/>.</summary>
    internal Order Order { get; private set; } = null!;

    /// <summary>An address of <see cref="TokenForge.Customer"/>.</summary>
    internal Guid AddressId { get; } = Guid.CreateVersion7();

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        // A fuzz run is not what the rate limits are made for; they have tests of their own.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(
            [$"--Parameters:admin-email={AdminEmail}", $"--Parameters:admin-password={AdminPassword}", $"--Cors:Origins:0={ListedOrigin}", "--RateLimits:Enabled=false"], limit.Token);
        App = await builder.BuildAsync(limit.Token);
        await App.StartAsync(limit.Token);
        var resources = App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Where(resource => resource is IResourceWithWaitSupport or IResourceWithConnectionString);
        await Task.WhenAll(resources.Select(resource => App.ResourceNotifications.WaitForResourceHealthyAsync(resource.Name, limit.Token)));
        Tokens = new TokenForge(await RunningUsers.OfAsync(App));
        await OpenAccountsAsync();
        Order = await PlaceOrderAsync(Tokens.Customer);
    }

    // Those whom the tokens stand for; nobody signs in as one of them.
    private async Task OpenAccountsAsync()
    {
        await using var identity = NpgsqlDataSource.Create(await App.GetConnectionStringAsync("identitydb") ?? throw new InvalidOperationException("identitydb has no connection string."));
        await using var insert = identity.CreateCommand(
            """
            WITH opened AS (
                INSERT INTO account (user_id, email, normalized_email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, create_time, update_time)
                SELECT id, id || '@shop.example', upper(id || '@SHOP.EXAMPLE'), true, '', id::text, id::text, CASE WHEN id = $4 THEN ARRAY['admin'] ELSE '{}' END, now(), now()
                FROM unnest(ARRAY[$1, $2, $4]) id
                RETURNING user_id)
            INSERT INTO address (address_id, user_id, label, address, preferred, create_time, update_time)
            SELECT $3, user_id, 'Home', '{}', false, now(), now() FROM opened WHERE user_id = $1
            """);
        insert.Parameters.Add(new() { Value = TokenForge.CustomerId });
        insert.Parameters.Add(new() { Value = TokenForge.OtherCustomerId });
        insert.Parameters.Add(new() { Value = AddressId });
        insert.Parameters.Add(new() { Value = TokenForge.AdminId });
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>Where a service serves gRPC.</summary>
    public Uri Service(string service) => App.GetEndpoint(service, "http");

    /// <summary>What a service's process has in memory, in bytes.</summary>
    public long MemoryOf(string service)
    {
        App.ResourceNotifications.TryGetCurrentState(service, out var current).ShouldBeTrue();
        var pid = Convert.ToInt32(current!.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value, CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }

    /// <summary>Straight to a service: what an attacker inside would have.</summary>
    public GrpcChannel Direct(string service) => _channels.GetOrAdd(("direct", service), _ => GrpcChannel.ForAddress(Service(service)));

    /// <summary>Through the gateway: <c>native</c>, <c>web</c> or <c>text</c>.</summary>
    public GrpcChannel Through(string kind) => _channels.GetOrAdd(("gateway", kind), _ => kind == "native"
        ? GrpcChannel.ForAddress(GatewayGrpc)
        : GrpcChannel.ForAddress(Gateway, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(kind == "text" ? GrpcWebMode.GrpcWebText : GrpcWebMode.GrpcWeb, new SocketsHttpHandler()), DisposeHttpClient = true }));

    /// <summary>Buys something, and is done when the order is confirmed.</summary>
    internal async Task<Order> PlaceOrderAsync(string token)
    {
        using var shopper = NewShopper(token);
        var sku = await Purchase.FindSkuAsync(shopper, 10);
        var add = new AddItemRequest { RequestId = Purchase.NewId(), Sku = sku, Quantity = 1 };
        var cart = await RepeatAsync(() => shopper.Cart.AddItemAsync(add));
        var place = Purchase.RequestFor(cart);
        var placed = await RepeatAsync(() => shopper.Order.PlaceOrderAsync(place));
        return await Purchase.WaitForAsync(shopper, placed.OrderId, OrderState.Confirmed);
    }

    // A shop that has just begun, on a machine that does ten things at once, asks for patience now and then.
    private static async Task<T> RepeatAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && !limit.IsCancellationRequested)
            {
                await Task.Delay(Glance, limit.Token);
            }
        }
    }

    /// <summary>A shopper with a token of the tests.</summary>
    internal ShopClient NewShopper(string token)
    {
        var shopper = new ShopClient(Gateway);
        shopper.Guest.Token = token;
        return shopper;
    }

    /// <summary>What the services have printed, each line with its service before it.</summary>
    internal async Task<IReadOnlyList<string>> OutputAsync()
    {
        var lines = new List<string>();
        var logs = App.Services.GetRequiredService<ResourceLoggerService>();
        foreach (var project in App.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ProjectResource>())
        {
            await foreach (var batch in logs.GetAllAsync(project))
            {
                lines.AddRange(batch.Select(line => $"{project.Name}: {line.Content}"));
            }
        }

        return lines;
    }

    public async Task DisposeAsync()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }

        await App.DisposeAsync();
    }
}
