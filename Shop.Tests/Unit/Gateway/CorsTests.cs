using System.Net;
using Shop.Contracts.Inventory.V1;
using Shop.Gateway;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class CorsTests : IAsyncLifetime
{
    private const string Path = "/shop.inventory.v1.InventoryService/BatchGetStock";
    private const string Origin = "https://shop.example";
    private RunningGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await RunningGateway.StartAsync(new ScriptedCart(), new ScriptedInventory(), new KeyValuePair<string, string?>("Cors:Origins:0", Origin));

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Fact]
    public async Task Preflight_ListedOrigin_IsAllowedToPostAnyHeader()
    {
        using var response = await PreflightAsync(Origin);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Origin]);
        response.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["POST"]);
        response.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["x-grpc-web,authorization,content-type"]);
        response.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
    }

    [Fact]
    public async Task Preflight_OtherOrigin_IsNotAllowed()
    {
        using var response = await PreflightAsync("https://mallory.example");

        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.shop.example/")]
    [InlineData("https://shop.example/")]
    [InlineData("shop.example")]
    public async Task Start_OriginThatIsNone_SaysSo(string origin) =>
        (await Should.ThrowAsync<InvalidOperationException>(RunningGateway.StartAsync([], [new("Cors:Origins:0", origin)]))).Message.ShouldContain("Cors:Origins");

    [Fact]
    public async Task Call_ListedOrigin_MayReadStatusDetailsAndGuestToken()
    {
        using var request = GrpcWebRequests.Post(Path, new BatchGetStockRequest());
        request.Headers.Add("Origin", Origin);

        using var response = await _gateway.Http.SendAsync(request);

        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Origin]);
        response.Headers.GetValues("Access-Control-Expose-Headers").Single().Split(',').ShouldBe(["grpc-status", "grpc-message", "grpc-status-details-bin", GuestSessions.TokenHeader, GuestSessions.RefreshHeader]);
    }

    [Fact]
    public async Task Error_ListedOrigin_MayReadItToo()
    {
        using var request = GrpcWebRequests.Post("/nothing");
        request.Headers.Add("Origin", Origin);

        using var response = await _gateway.Http.SendAsync(request);

        response.Headers.GetValues("grpc-status").ShouldBe(["12"]);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Origin]);
    }

    private async Task<HttpResponseMessage> PreflightAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Path)
        {
            Headers =
            {
                { "Origin", origin },
                { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "x-grpc-web,authorization,content-type" },
            },
        };
        return await _gateway.Http.SendAsync(request);
    }
}
