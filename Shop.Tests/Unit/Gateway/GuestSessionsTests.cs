using System.Net.Http.Headers;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Rpc;
using Shop.Gateway;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

public sealed class GuestSessionsTests : IAsyncLifetime
{
    private readonly ScriptedCart _cart = new();
    private readonly ScriptedInventory _inventory = new();
    private RunningGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await RunningGateway.StartAsync(_cart, _inventory);

    public Task DisposeAsync() => _gateway.DisposeAsync().AsTask();

    [Theory]
    [InlineData("native")]
    [InlineData("web")]
    [InlineData("text")]
    public async Task Call_ForCallersWithoutToken_IsMadeByANewGuestWhoLearnsTheToken(string kind)
    {
        var client = new CartService.CartServiceClient(_gateway.Channel(kind));

        using var call = client.GetCartAsync(new GetCartRequest());
        var cart = await call.ResponseAsync.WaitAsync(TestService.Patience);

        var token = (await call.ResponseHeadersAsync).GetAll(GuestSessions.TokenHeader).ShouldHaveSingleItem().Value;
        _cart.Tokens.ShouldBe([$"Bearer {token}"]);
        var read = new JsonWebToken(token);
        read.Subject.ShouldStartWith("guest-");
        read.Subject.ShouldBe(cart.OwnerId);
        read.Claims.Single(claim => claim.Type == "role").Value.ShouldBe(Roles.Guest);
        (await call.ResponseHeadersAsync).GetAll(GuestSessions.RefreshHeader).ShouldHaveSingleItem().Value.ShouldBe("refresh-1");
        _gateway.Identity.LastHeaders.GetValue("x-forwarded-for").ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task Call_WithTheTokenOfTheFirst_IsMadeByTheSameGuest()
    {
        var client = new CartService.CartServiceClient(_gateway.Channel("web"));
        using var first = client.GetCartAsync(new GetCartRequest());
        var owner = (await first).OwnerId;
        var token = (await first.ResponseHeadersAsync).GetValue(GuestSessions.TokenHeader);

        using var second = client.GetCartAsync(new GetCartRequest(), new Metadata { { "authorization", $"Bearer {token}" } });

        (await second).OwnerId.ShouldBe(owner);
        (await second.ResponseHeadersAsync).Get(GuestSessions.TokenHeader).ShouldBeNull();
    }

    [Fact]
    public async Task Call_TwoGuests_AreNotTheSame()
    {
        var client = new CartService.CartServiceClient(_gateway.Channel("web"));

        (await client.GetCartAsync(new GetCartRequest())).OwnerId.ShouldNotBe((await client.GetCartAsync(new GetCartRequest())).OwnerId);
    }

    [Fact]
    public async Task Call_ForEverybody_IsMadeByNobody()
    {
        var arrived = new List<string?>();
        _inventory.Stock = (_, context) =>
        {
            arrived.Add(context.RequestHeaders.GetValue("authorization"));
            return Task.FromResult(new BatchGetStockResponse());
        };

        using var call = new InventoryService.InventoryServiceClient(_gateway.Channel("web")).BatchGetStockAsync(new BatchGetStockRequest());
        await call;

        arrived.ShouldHaveSingleItem().ShouldBeNull();
        (await call.ResponseHeadersAsync).Get(GuestSessions.TokenHeader).ShouldBeNull();
    }

    [Fact]
    public async Task Call_ForAdminsWithoutToken_IsRefused()
    {
        using var call = new InventoryService.InventoryServiceClient(_gateway.Channel("web")).AdjustStockAsync(new AdjustStockRequest());

        var error = await Should.ThrowAsync<RpcException>(call.ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        ShopErrors.ReasonOf(error).ShouldBe("TOKEN_MISSING");
        (await call.ResponseHeadersAsync).Get(GuestSessions.TokenHeader).ShouldBeNull();
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("")]
    public async Task Call_WithABadToken_IsRefusedAndMakesNoGuest(string authorization)
    {
        using var call = new CartService.CartServiceClient(_gateway.Channel("web")).GetCartAsync(new GetCartRequest(), new Metadata { { "authorization", authorization } });

        var error = await Should.ThrowAsync<RpcException>(call.ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        (await call.ResponseHeadersAsync).Get(GuestSessions.TokenHeader).ShouldBeNull();
        _cart.Tokens.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("native")]
    [InlineData("web")]
    [InlineData("text")]
    public async Task Call_Refused_StillHandsTheTokenOutOnce(string kind)
    {
        _cart.Get = (_, _) => throw ShopErrors.FailedPrecondition("NO", "No.");
        using var call = new CartService.CartServiceClient(_gateway.Channel(kind)).GetCartAsync(new GetCartRequest());

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.FailedPrecondition);

        (await call.ResponseHeadersAsync).GetAll(GuestSessions.TokenHeader).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Call_ServiceIsAway_StillHandsTheTokenOutOnce()
    {
        await using var alone = await RunningGateway.StartAsync([], TestService.ReplicasOf("cart", NobodyThere()));
        using var request = GrpcWebRequests.Post("/shop.cart.v1.CartService/GetCart");

        using var response = await alone.Http.SendAsync(request);

        response.Headers.GetValues(GuestSessions.TokenHeader).ShouldHaveSingleItem();
        response.Headers.GetValues("grpc-status").ShouldBe(["14"]);
    }

    [Fact]
    public async Task Call_OfABrowser_TellsIdentityWhichOneItIs()
    {
        using var request = GrpcWebRequests.Post("/shop.cart.v1.CartService/GetCart");
        request.Headers.Add("User-Agent", "Example/1.0 (a browser)");

        using var response = await _gateway.Http.SendAsync(request);

        _gateway.Identity.LastHeaders.GetValue("user-agent").ShouldNotBeNull().ShouldEndWith(" Example/1.0 (a browser)");
    }

    [Fact]
    public async Task Request_ThatIsNotGrpc_MakesNoGuest()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/shop.cart.v1.CartService/GetCart") { Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")) };

        using var response = await _gateway.Http.SendAsync(request);

        response.Headers.Contains(GuestSessions.TokenHeader).ShouldBeFalse();
        _cart.Tokens.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_OfAPageThatKeepsCookies_MakesNoGuest()
    {
        using var call = new CartService.CartServiceClient(_gateway.Channel("web")).GetCartAsync(new GetCartRequest(), new Metadata { { SessionCookies.ModeHeader, "cookie" } });

        ShopErrors.ReasonOf(await Should.ThrowAsync<RpcException>(call.ResponseAsync)).ShouldBe("TOKEN_MISSING");

        (await call.ResponseHeadersAsync).Get(GuestSessions.TokenHeader).ShouldBeNull();
        _gateway.Identity.Guests.ShouldBe(0);
    }

    [Theory]
    [InlineData("native")]
    [InlineData("web")]
    public async Task Call_IdentityIsAway_IsToldToComeBackAndWhoHasATokenGoesOn(string kind)
    {
        await using var cart = await TestService.StartAsync(builder => builder.Services.AddSingleton(_cart), app => app.MapShopGrpcService<ScriptedCart>());
        await using var gateway = await RunningGateway.StartAsync([], [.. TestService.ReplicasOf("cart", cart.Address), .. TestService.ReplicasOf("identity", NobodyThere())]);
        var client = new CartService.CartServiceClient(gateway.Channel(kind));

        var refusal = await Should.ThrowAsync<RpcException>(client.GetCartAsync(new GetCartRequest()).ResponseAsync.WaitAsync(TestService.Patience));

        refusal.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(refusal).ShouldBe("SERVICE_UNAVAILABLE");
        ShopErrors.DetailOf<RetryInfo>(refusal).ShouldNotBeNull();
        (await client.GetCartAsync(new GetCartRequest(), TestUsers.Headers("guest-1", Roles.Guest))).OwnerId.ShouldBe("guest-1");
    }

    [Fact]
    public async Task Calls_MoreNewGuestsThanAnAddressMayBring_AreRefusedAndOthersGoOn()
    {
        await using var gateway = await RunningGateway.StartAsync(_cart, _inventory, new("RateLimits:Guests:Burst", "2"), new("RateLimits:Guests:PerSecond", "0.01"));
        var client = new CartService.CartServiceClient(gateway.Channel("native"));

        await client.GetCartAsync(new GetCartRequest());
        await new IdentityService.IdentityServiceClient(gateway.Channel("native")).CreateGuestSessionAsync(new CreateGuestSessionRequest());
        var refusal = await Should.ThrowAsync<RpcException>(client.GetCartAsync(new GetCartRequest()).ResponseAsync);

        ShopErrors.ReasonOf(refusal).ShouldBe("TOO_MANY_CALLS");
        gateway.Identity.Guests.ShouldBe(2);
        await client.GetCartAsync(new GetCartRequest(), TestUsers.Headers("guest-1", Roles.Guest));
    }

    [Fact]
    public async Task Refresh_OverTheEntrancesLimit_IsNoneOfIt()
    {
        await using var gateway = await RunningGateway.StartAsync(_cart, _inventory, new("RateLimits:Entrance:Burst", "1"), new("RateLimits:Entrance:PerSecond", "0.01"), new("RateLimits:Refreshes:Burst", "3"), new("RateLimits:Refreshes:PerSecond", "0.01"));
        var client = new IdentityService.IdentityServiceClient(gateway.Channel("native"));

        await client.SignInAsync(new SignInRequest());
        await client.CreateGuestSessionAsync(new CreateGuestSessionRequest());
        for (var i = 0; i < 3; i++)
        {
            await client.RefreshAsync(new RefreshRequest());
        }

        ShopErrors.ReasonOf(await Should.ThrowAsync<RpcException>(client.SignInAsync(new SignInRequest()).ResponseAsync)).ShouldBe("TOO_MANY_CALLS");
        ShopErrors.ReasonOf(await Should.ThrowAsync<RpcException>(client.RefreshAsync(new RefreshRequest()).ResponseAsync)).ShouldBe("TOO_MANY_CALLS");
    }

    private static Uri NobodyThere() => new($"http://127.0.0.1:{TestService.FreePort()}");
}
