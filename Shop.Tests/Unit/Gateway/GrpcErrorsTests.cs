using System.Net;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class GrpcErrorsTests : IAsyncLifetime
{
    private readonly ScriptedCart _cart = new();
    private readonly ScriptedInventory _inventory = new();
    private RunningGateway _gateway = null!;

    public static TheoryData<string> Kinds => ["native", "web", "text"];

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync(_cart, _inventory, new KeyValuePair<string, string?>("Limits:MaxRequestBytes", "100000"));

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Call_NoReplicaIsThere_IsUnavailableWithDetails(string kind)
    {
        await using var alone = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", NobodyThere(), NobodyThere()));

        var error = await ErrorAsync(alone, kind);

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe("SERVICE_UNAVAILABLE");
        ShopErrors.DetailOf<RetryInfo>(error).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Call_ServiceIsNotReady_IsUnavailable(string kind)
    {
        await using var starting = await TestService.StartAsync(_ => { }, app => app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }));
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", starting.Address));

        (await ErrorAsync(gateway, kind)).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Call_ServiceRefuses_PassesWithItsDetails(string kind)
    {
        _inventory.Fail(() => ShopErrors.FailedPrecondition("OUT_OF_STOCK", "Not enough: 100 % gone, – sorry.", metadata: null, [("A", "none")]));

        var error = await ErrorAsync(_gateway, kind);

        error.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        error.Status.Detail.ShouldBe("Not enough: 100 % gone, – sorry.");
        ShopErrors.DetailOf<PreconditionFailure>(error)!.Violations.ShouldHaveSingleItem().Subject.ShouldBe("A");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Call_ForServicesOnly_IsNotThere(string kind)
    {
        var client = new InventoryService.InventoryServiceClient(_gateway.Channel(kind));

        var error = await Should.ThrowAsync<RpcException>(client.ReserveAsync(new ReserveRequest()).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Unimplemented);
        ShopErrors.ReasonOf(error).ShouldBe("NOT_IMPLEMENTED");
        _inventory.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("/shop.cart.v1.CartService/Nothing")]
    [InlineData("/shop.nothing.v1.NothingService/Get")]
    [InlineData("/nothing")]
    [InlineData("/")]
    [InlineData("/a/b/c")]
    public async Task Request_UnknownPath_IsUnimplemented(string path)
    {
        using var request = GrpcWebRequests.Post(path);

        await ShouldBeAsync(request, StatusCode.Unimplemented, "NOT_IMPLEMENTED");
    }

    [Theory]
    [InlineData("!!!!")]
    [InlineData("AAAAAA")]
    [InlineData("AAAA=AAA")]
    public async Task Request_TextThatIsNoBase64_IsInvalidArgument(string body)
    {
        using var request = GrpcWebRequests.Post("/shop.inventory.v1.InventoryService/BatchGetStock", "application/grpc-web-text", Encoding.ASCII.GetBytes(body));

        await ShouldBeAsync(request, StatusCode.InvalidArgument, "MALFORMED_REQUEST");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Call_LargerThanTheLimit_IsResourceExhausted(string kind)
    {
        var client = new InventoryService.InventoryServiceClient(_gateway.Channel(kind));

        var error = await Should.ThrowAsync<RpcException>(client.BatchGetStockAsync(new BatchGetStockRequest { Skus = { new string('A', 200_000) } }).ResponseAsync.WaitAsync(TestService.Patience));

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        ShopErrors.ReasonOf(error).ShouldBe("REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task Call_WithinTheLimit_Passes()
    {
        var client = new InventoryService.InventoryServiceClient(_gateway.Channel("native"));

        await client.BatchGetStockAsync(new BatchGetStockRequest { Skus = { new string('A', 90_000) } });

        _inventory.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Request_ThatIsNotGrpc_GetsAPlainAnswer()
    {
        using var response = await _gateway.Http.GetAsync(new Uri("/nothing", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Headers.Contains("grpc-status").ShouldBeFalse();
    }

    private static Uri NobodyThere() => new($"http://127.0.0.1:{TestService.FreePort()}");

    private static Task<RpcException> ErrorAsync(RunningGateway gateway, string kind) =>
        Should.ThrowAsync<RpcException>(new InventoryService.InventoryServiceClient(gateway.Channel(kind)).BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync.WaitAsync(TestService.Patience));

    private async Task ShouldBeAsync(HttpRequestMessage request, StatusCode code, string reason)
    {
        using var response = await _gateway.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldStartWith("application/grpc-web");
        response.Headers.GetValues("grpc-status").ShouldBe([$"{(int)code}"]);
        var details = Convert.FromBase64String(response.Headers.GetValues(ShopErrors.DetailsTrailer).Single());
        ShopErrors.ReasonOf(new RpcException(new global::Grpc.Core.Status(code, ""), new Metadata { { ShopErrors.DetailsTrailer, details } })).ShouldBe(reason);
    }
}
