using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Gateway;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Integration.Messaging;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class AnotherTryTests
{
    private const string RequestId = "2f0d7c0e-6c1d-4f0e-9b7e-0d3f5a9c1b22";

    [Theory]
    [InlineData("native")]
    [InlineData("web")]
    [InlineData("text")]
    public async Task Read_OneReplicaDiesOverEveryCall_AllSucceed(string kind)
    {
        var inventory = new ScriptedInventory();
        await using var there = await TestService.StartAsync(inventory);
        await using var dying = new HangingUpServer();
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", dying.Address, there.Address));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel(kind));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.BatchGetStockAsync(new BatchGetStockRequest { Skus = { $"SKU-{i}" } }).ResponseAsync)).WaitAsync(TestService.Patience);

        inventory.Calls.ShouldBe(50);
    }

    [Fact]
    public async Task Write_OneReplicaDiesOverEveryCall_IsRepeatedWithItsRequestIdOnly()
    {
        await using var there = await TestService.StartAsync(builder => builder.Services.AddSingleton(new ScriptedCart()), app => app.MapShopGrpcService<ScriptedCart>());
        await using var dying = new HangingUpServer();
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("cart", dying.Address, there.Address));
        var client = new CartService.CartServiceClient(gateway.Channel("web"));

        for (var i = 0; i < 20; i++)
        {
            await client.AddItemAsync(new AddItemRequest { RequestId = RequestId, Sku = "MUG", Quantity = 1 }).ResponseAsync.WaitAsync(TestService.Patience);
        }
    }

    [Fact]
    public async Task Write_WithoutRequestIdAndReplicaDies_IsUnavailable()
    {
        await using var dying = new HangingUpServer();
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("cart", dying.Address));
        var client = new CartService.CartServiceClient(gateway.Channel("web"));

        var error = await Should.ThrowAsync<RpcException>(client.AddItemAsync(new AddItemRequest { Sku = "MUG", Quantity = 1 }).ResponseAsync.WaitAsync(TestService.Patience));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe("SERVICE_UNAVAILABLE");
    }

    [Fact]
    public async Task Read_OnlyAddressBreaksAndIsBack_Succeeds()
    {
        var inventory = new ScriptedInventory();
        await using var there = await TestService.StartAsync(inventory);
        await using var cable = new Cable("127.0.0.1", there.Address.Port);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        inventory.Stock = async (_, context) =>
        {
            if (arrived.TrySetResult())
            {
                // Until the connection breaks.
                await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return new BatchGetStockResponse { MissingSkus = { "A" } };
        };
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", new Uri($"http://127.0.0.1:{cable.Port}")));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel("native"));

        var call = client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync;
        await arrived.Task.WaitAsync(TestService.Patience);
        await cable.CutAsync();
        cable.Mend();

        (await call.WaitAsync(TestService.Patience)).MissingSkus.ShouldBe(["A"]);
        inventory.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Read_OneReplicaAnswersNothing_IsLeftOut()
    {
        var inventory = new ScriptedInventory();
        await using var there = await TestService.StartAsync(inventory);
        using var mute = new MuteServer();
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", mute.Address, there.Address));
        var client = new InventoryService.InventoryServiceClient(gateway.Channel("native"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync)).WaitAsync(TestService.Patience);

        inventory.Calls.ShouldBe(20);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 10, 1, 65 }, true)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 10, 0 }, false)]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 18, 1, 65 }, false)]
    [InlineData(new byte[] { 1, 0, 0, 0, 3, 10, 1, 65 }, false)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, false)]
    public async Task Frame_OfARequest_TellsWhetherTheRequestIdIsSet(byte[] frame, bool set)
    {
        using var body = new MemoryStream(frame);

        (await GrpcFrame.HasFirstFieldAsync(body, CancellationToken.None)).ShouldBe(set);
    }
}
