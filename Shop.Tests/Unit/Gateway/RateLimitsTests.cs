using System.Net;
using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Rpc;
using Shop.Gateway;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class RateLimitsTests
{
    // So slow that nothing is filled up while a test runs.
    private const string Slow = "0.01";

    public static TheoryData<string> Kinds => ["native", "web", "text"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Calls_OverTheAddressesLimit_AreToldWhenToComeBack(string kind)
    {
        await using var gateway = await StartAsync(("Address:Burst", "3"), ("Address:PerSecond", Slow));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel(kind));

        for (var i = 0; i < 3; i++)
        {
            await client.BatchGetStockAsync(new BatchGetStockRequest());
        }

        var error = await Should.ThrowAsync<RpcException>(client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync.WaitAsync(TestService.Patience));
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        ShopErrors.ReasonOf(error).ShouldBe("TOO_MANY_CALLS");
        var wait = ShopErrors.DetailOf<RetryInfo>(error).ShouldNotBeNull().RetryDelay.ToTimeSpan();
        wait.ShouldBeGreaterThan(TimeSpan.Zero);
        wait.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public async Task Calls_OverOneCallersLimit_HinderNobodyElse()
    {
        await using var gateway = await StartAsync(("Caller:Burst", "2"), ("Caller:PerSecond", Slow));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel("native"));
        var (greedy, other) = (TestUsers.Headers("greedy", Roles.Customer), TestUsers.Headers("other", Roles.Customer));

        await client.BatchGetStockAsync(new BatchGetStockRequest(), greedy);
        await client.BatchGetStockAsync(new BatchGetStockRequest(), greedy);
        (await Should.ThrowAsync<RpcException>(client.BatchGetStockAsync(new BatchGetStockRequest(), greedy).ResponseAsync)).StatusCode.ShouldBe(StatusCode.ResourceExhausted);

        await client.BatchGetStockAsync(new BatchGetStockRequest(), other);
        await client.BatchGetStockAsync(new BatchGetStockRequest());
    }

    [Fact]
    public async Task Streams_MoreThanAnAddressMayHave_AreRefusedUntilOneEnds()
    {
        var inventory = new ScriptedInventory
        {
            Watch = async (stream, context) =>
            {
                await stream.WriteAsync(new WatchStockResponse(), context.CancellationToken);
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            },
        };
        await using var gateway = await StartAsync(inventory, ("StreamsPerAddress", "1"));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel("native"));
        var first = client.WatchStock(new WatchStockRequest());
        await first.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TestService.Patience);

        using (var second = client.WatchStock(new WatchStockRequest()))
        {
            (await Should.ThrowAsync<RpcException>(second.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TestService.Patience))).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        }

        await client.BatchGetStockAsync(new BatchGetStockRequest());
        first.Dispose();
        await BeginsAsync(client);
    }

    [Fact]
    public async Task Calls_ForwardedByNobodyListed_CountForTheConnection()
    {
        await using var gateway = await StartAsync(("Address:Burst", "2"), ("Address:PerSecond", Slow));

        (await StatusAsync(gateway, "192.0.2.1")).ShouldBe("0");
        (await StatusAsync(gateway, "192.0.2.2")).ShouldBe("0");
        (await StatusAsync(gateway, "192.0.2.3")).ShouldBe("8");
    }

    [Fact]
    public async Task Calls_ForwardedByAListedProxy_CountForWhomItNames()
    {
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), new ScriptedInventory(),
            new("RateLimits:Address:Burst", "1"), new("RateLimits:Address:PerSecond", Slow), new("ForwardedHeaders:Networks:0", "127.0.0.0/8"));

        (await StatusAsync(gateway, "192.0.2.1")).ShouldBe("0");
        (await StatusAsync(gateway, "192.0.2.2")).ShouldBe("0");
        (await StatusAsync(gateway, "192.0.2.1")).ShouldBe("8");
        // What the client itself has put before the proxy's entry is not believed.
        (await StatusAsync(gateway, "198.51.100.7, 192.0.2.2")).ShouldBe("8");
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    public void KeyOf_Address_IsWhoeverItIsHandedOutTo(string address, string key) => RateLimits.KeyOf(IPAddress.Parse(address)).ShouldBe(key);

    private static Task<RunningGateway> StartAsync(params (string Name, string Value)[] settings) => StartAsync(new ScriptedInventory(), settings);

    private static Task<RunningGateway> StartAsync(ScriptedInventory inventory, params (string Name, string Value)[] settings) =>
        RunningGateway.StartAsync(new ScriptedCart(), inventory, settings.Select(setting => new KeyValuePair<string, string?>($"RateLimits:{setting.Name}", setting.Value)));

    private static async Task<string> StatusAsync(RunningGateway gateway, string forwardedFor)
    {
        using var request = GrpcWebRequests.Post("/shop.inventory.v1.InventoryService/BatchGetStock", new BatchGetStockRequest());
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await gateway.Http.SendAsync(request);
        return response.Headers.TryGetValues("grpc-status", out var status) ? status.Single() : "0";
    }

    // The gateway hears of a stream's end a moment after its client.
    private static async Task BeginsAsync(InventoryService.InventoryServiceClient client)
    {
        using var limit = new CancellationTokenSource(TestService.Patience);
        while (true)
        {
            using var watch = client.WatchStock(new WatchStockRequest(), cancellationToken: limit.Token);
            try
            {
                (await watch.ResponseStream.MoveNext(limit.Token)).ShouldBeTrue();
                return;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.ResourceExhausted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }
}
