using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Grpc;

/// <summary>A service that is being called asks another one; which token arrives there?</summary>
public sealed class TokenInterceptorTests : IAsyncLifetime
{
    private readonly ScriptedInventory _asked = new();
    private readonly ScriptedInventory _asking = new();
    private string? _arrived;
    private TestService _inner = null!;
    private TestService _outer = null!;

    public async Task InitializeAsync()
    {
        _asked.Stock = (_, context) =>
        {
            _arrived = context.RequestHeaders.GetValue("authorization");
            return Task.FromResult(new BatchGetStockResponse());
        };
        _asked.Reservation = (_, context) =>
        {
            _arrived = context.RequestHeaders.GetValue("authorization");
            return Task.FromResult(new Reservation());
        };
        _inner = await TestService.StartAsync(_asked);
        _outer = await TestService.StartAsync(
            _asking,
            builder => builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory"),
            TestService.ReplicasOf("inventory", _inner.Address));
    }

    public async Task DisposeAsync()
    {
        await _outer.DisposeAsync();
        await _inner.DisposeAsync();
    }

    [Fact]
    public async Task Call_ForServicesOnly_CarriesTheServicesOwnToken()
    {
        _asking.Stock = async (_, _) =>
        {
            await Inventory.ReserveAsync(new ReserveRequest());
            return new BatchGetStockResponse();
        };

        await AskAsync(GuestToken());

        var token = TokenOf(_arrived);
        token.Subject.ShouldBe("Shop.Tests");
        token.Claims.Single(claim => claim.Type == "role").Value.ShouldBe(Roles.Service);
    }

    [Fact]
    public async Task Call_ForCallers_CarriesTheCallersToken()
    {
        _asking.Stock = (request, _) => Inventory.BatchGetStockAsync(request).ResponseAsync;
        var guest = GuestToken();

        await AskAsync(guest);

        _arrived.ShouldBe(guest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer nonsense")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task Call_CallerHasNoValidToken_CarriesNone(string? authorization)
    {
        _asking.Stock = (request, _) => Inventory.BatchGetStockAsync(request).ResponseAsync;

        await AskAsync(authorization);

        _arrived.ShouldBeNull();
    }

    [Fact]
    public async Task Call_OutsideOfAnyCall_CarriesNoneOrTheServicesOwn()
    {
        using var host = new CallingHost([_inner.Address]);

        await host.ReadAsync();
        _arrived.ShouldBeNull();

        await host.Inventory.ReserveAsync(new ReserveRequest());
        TokenOf(_arrived).Claims.ShouldContain(claim => claim.Type == "role" && claim.Value == Roles.Service);
    }

    [Fact]
    public async Task Call_WithATokenOfItsOwn_KeepsItAndItsOtherMetadata()
    {
        using var host = new CallingHost([_inner.Address]);
        var metadata = new Metadata { { "authorization", "Bearer mine" } };

        await host.Inventory.BatchGetStockAsync(new BatchGetStockRequest(), metadata);

        _arrived.ShouldBe("Bearer mine");
    }

    [Fact]
    public async Task Call_WithMetadata_LeavesTheUsersMetadataAsItWas()
    {
        using var host = new CallingHost([_inner.Address]);
        var metadata = new Metadata { { "x-note", "1" } };

        await host.Inventory.ReserveAsync(new ReserveRequest(), metadata);

        metadata.ShouldHaveSingleItem().Key.ShouldBe("x-note");
        _arrived.ShouldNotBeNull();
    }

    private InventoryService.InventoryServiceClient Inventory => _outer.App.Services.GetRequiredService<InventoryService.InventoryServiceClient>();

    private static string GuestToken() => $"Bearer {TestUsers.Token("guest-1", Roles.Guest, TimeSpan.FromMinutes(5))}";

    private static JsonWebToken TokenOf(string? authorization) => new(authorization.ShouldNotBeNull()["Bearer ".Length..]);

    private async Task AskAsync(string? authorization)
    {
        var metadata = authorization is null ? [] : new Metadata { { "authorization", authorization } };
        await new InventoryService.InventoryServiceClient(_outer.Channel).BatchGetStockAsync(new BatchGetStockRequest(), metadata).ResponseAsync.WaitAsync(TestService.Patience);
    }
}
