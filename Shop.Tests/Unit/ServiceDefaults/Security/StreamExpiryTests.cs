using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

public sealed class StreamExpiryTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Stream_TokenExpires_EndsAsUnauthenticatedAndGoesOnWithANewToken()
    {
        var inventory = new ScriptedInventory { Watch = WatchForeverAsync };
        await using var service = await TestService.StartAsync(inventory);
        var client = new InventoryService.InventoryServiceClient(service.Channel);

        using (var watch = client.WatchStock(new WatchStockRequest(), Token(Short)))
        {
            (await watch.ResponseStream.MoveNext().WaitAsync(TestService.Patience)).ShouldBeTrue();
            var error = await Should.ThrowAsync<RpcException>(watch.ResponseStream.MoveNext().WaitAsync(TestService.Patience));
            error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
            ShopErrors.ReasonOf(error).ShouldBe("TOKEN_EXPIRED");
        }

        using var resumed = client.WatchStock(new WatchStockRequest(), Token(TimeSpan.FromHours(1)));
        (await resumed.ResponseStream.MoveNext().WaitAsync(TestService.Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task Stream_TokenExpires_MethodThatSimplyReturnsEndsItToo()
    {
        var inventory = new ScriptedInventory
        {
            Watch = async (_, context) => await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing),
        };
        await using var service = await TestService.StartAsync(inventory);
        using var watch = new InventoryService.InventoryServiceClient(service.Channel).WatchStock(new WatchStockRequest(), Token(Short));

        var error = await Should.ThrowAsync<RpcException>(watch.ResponseStream.MoveNext().WaitAsync(TestService.Patience));

        ShopErrors.ReasonOf(error).ShouldBe("TOKEN_EXPIRED");
    }

    [Fact]
    public async Task Stream_TheMethodStillKnowsItsCallerAndHeaders()
    {
        Caller? caller = null;
        string? header = null;
        var inventory = new ScriptedInventory
        {
            Watch = (_, context) =>
            {
                (caller, header) = (Caller.Of(context), context.RequestHeaders.GetValue("some-header"));
                return Task.CompletedTask;
            },
        };
        await using var service = await TestService.StartAsync(inventory);
        var headers = Token(TimeSpan.FromHours(1));
        headers.Add("some-header", "some value");
        using var watch = new InventoryService.InventoryServiceClient(service.Channel).WatchStock(new WatchStockRequest(), headers);

        (await watch.ResponseStream.MoveNext().WaitAsync(TestService.Patience)).ShouldBeFalse();

        caller.ShouldBe(new Caller("guest-1", Roles.Guest));
        header.ShouldBe("some value");
    }

    private static async Task WatchForeverAsync(IServerStreamWriter<WatchStockResponse> stream, ServerCallContext context)
    {
        await stream.WriteAsync(new WatchStockResponse(), context.CancellationToken);
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    private static Metadata Token(TimeSpan lifetime) =>
        new() { { "authorization", $"Bearer {TestUsers.Token("guest-1", Roles.Guest, lifetime)}" } };
}
