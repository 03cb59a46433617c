using System.Net;
using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class ProxyTests
{
    [Theory]
    [InlineData("native")]
    [InlineData("web")]
    public async Task Calls_OneReplicaIsGone_AllSucceed(string kind)
    {
        var inventory = new ScriptedInventory();
        await using var there = await TestService.StartAsync(inventory);
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", new Uri($"http://127.0.0.1:{TestService.FreePort()}"), there.Address));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel(kind));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync)).WaitAsync(TestService.Patience);

        inventory.Calls.ShouldBe(50);
    }

    [Fact]
    public async Task Calls_OneReplicaStops_AllSucceed()
    {
        var (staying, leaving) = (new ScriptedInventory(), new ScriptedInventory());
        await using var there = await TestService.StartAsync(staying);
        await using var gone = await TestService.StartAsync(leaving);
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", there.Address, gone.Address));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel("web"));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync)).WaitAsync(TestService.Patience);

        await gone.App.StopAsync().WaitAsync(TestService.Patience);
        for (var i = 0; i < 50; i++)
        {
            await client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync.WaitAsync(TestService.Patience);
        }

        leaving.Calls.ShouldBeGreaterThan(0);
        (staying.Calls + leaving.Calls).ShouldBe(100);
    }

    [Theory]
    [InlineData("native")]
    [InlineData("web")]
    [InlineData("text")]
    public async Task Stream_MessageByMessage_ArrivesAsItIsWritten(string kind)
    {
        using var read = new SemaphoreSlim(0);
        var inventory = new ScriptedInventory
        {
            Watch = async (stream, context) =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await stream.WriteAsync(new WatchStockResponse());
                    await read.WaitAsync(context.CancellationToken);
                }
            },
        };
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), inventory);
        using var watch = new InventoryService.InventoryServiceClient(gateway.Channel(kind)).WatchStock(new WatchStockRequest());

        // The next message is only written when this one has been read: nothing on the way waits for more.
        for (var i = 0; i < 3; i++)
        {
            (await watch.ResponseStream.MoveNext().WaitAsync(TestService.Patience)).ShouldBeTrue();
            read.Release();
        }

        (await watch.ResponseStream.MoveNext().WaitAsync(TestService.Patience)).ShouldBeFalse();
    }

    [Fact]
    public async Task Stream_ClientLeaves_EndsAtTheService()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inventory = new ScriptedInventory
        {
            Watch = async (stream, context) =>
            {
                using var registration = context.CancellationToken.Register(ended.SetResult);
                await stream.WriteAsync(new WatchStockResponse());
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            },
        };
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), inventory);

        using (var watch = new InventoryService.InventoryServiceClient(gateway.Channel("web")).WatchStock(new WatchStockRequest()))
        {
            (await watch.ResponseStream.MoveNext().WaitAsync(TestService.Patience)).ShouldBeTrue();
        }

        await ended.Task.WaitAsync(TestService.Patience);
    }

    [Fact]
    public async Task Image_OfTheCatalog_IsServed()
    {
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), new ScriptedInventory());

        using var response = await gateway.Http.GetAsync(new Uri("/images/mug.svg", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        (await response.Content.ReadAsStringAsync()).ShouldBe("<svg>mug.svg</svg>");
    }

    [Theory]
    [InlineData("POST", "/images/mug.svg")]
    [InlineData("GET", "/images/../shop.inventory.v1.InventoryService/Reserve")]
    [InlineData("GET", "/shop.inventory.v1.InventoryService/BatchGetStock")]
    public async Task Request_AnythingElse_IsNotServed(string method, string path)
    {
        await using var gateway = await RunningGateway.StartAsync(new ScriptedCart(), new ScriptedInventory());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await gateway.Http.SendAsync(request);

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
    }
}
