using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class OutsidersTests : IAsyncLifetime
{
    private readonly ScriptedInventory _inventory = new();
    private RunningGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync(new ScriptedCart(), _inventory);

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("native")]
    [InlineData("web")]
    public async Task Call_WithAServicesToken_IsRefusedEvenWhereEverybodyMay(string kind)
    {
        var token = _gateway.Services.GetRequiredService<TokenIssuer>().Issue("order", TimeSpan.FromMinutes(5));
        var call = new InventoryService.InventoryServiceClient(_gateway.Channel(kind)).BatchGetStockAsync(new BatchGetStockRequest(), new Metadata { { "authorization", $"Bearer {token}" } });

        var error = await Should.ThrowAsync<RpcException>(call.ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.PermissionDenied);
        ShopErrors.ReasonOf(error).ShouldBe("SERVICE_FROM_OUTSIDE");
        _inventory.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Answer_OfAnyKind_TellsBrowsersToBeCareful()
    {
        using var request = GrpcWebRequests.Post("/shop.inventory.v1.InventoryService/BatchGetStock", new BatchGetStockRequest());
        using var call = await _gateway.Http.SendAsync(request);
        using var nothing = await _gateway.Http.GetAsync(new Uri("/nothing", UriKind.Relative));
        using var picture = await _gateway.Http.GetAsync(new Uri("/images/tee.svg", UriKind.Relative));

        foreach (var response in new[] { call, nothing, picture })
        {
            response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none';");
            response.Headers.Contains("Server").ShouldBeFalse();
        }

        call.Headers.CacheControl!.NoStore.ShouldBeTrue();
        call.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        picture.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["cross-origin"]);
    }
}
