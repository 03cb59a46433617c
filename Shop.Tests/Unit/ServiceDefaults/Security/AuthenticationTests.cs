using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

/// <summary>Tokens through the real pipeline of a service.</summary>
public sealed class AuthenticationTests : IAsyncLifetime
{
    private readonly ScriptedInventory _inventory = new();
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(_inventory);

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Call_ServiceToken_IsLetIn() => await ReserveAsync($"Bearer {Token(_ => { })}");

    [Fact]
    public async Task Call_SchemeInLowerCase_IsLetIn() => await ReserveAsync($"bearer {Token(_ => { })}");

    [Fact]
    public async Task Call_ValidToken_TellsTheCaller()
    {
        Caller? caller = null;
        _inventory.Stock = (_, context) =>
        {
            caller = Caller.Of(context);
            return Task.FromResult(new BatchGetStockResponse());
        };
        var token = Token(token => (token.Issuer, token.Claims!["sub"], token.Claims!["role"]) = ("shop", "guest-1", Roles.Guest));

        await Client.BatchGetStockAsync(new BatchGetStockRequest(), Headers($"Bearer {token}"));

        caller.ShouldBe(new Caller("guest-1", Roles.Guest));
    }

    [Theory]
    [InlineData(Roles.Guest)]
    [InlineData(Roles.Customer)]
    [InlineData(Roles.Admin)]
    [InlineData("")]
    public async Task Call_OtherRole_IsDenied(string role)
    {
        var token = Token(token => (token.Issuer, token.Claims!["role"]) = ("shop", role));

        await ShouldBeRefusedAsync($"Bearer {token}", role.Length > 0 ? StatusCode.PermissionDenied : StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Call_NoToken_IsToldThatItNeedsOne() =>
        ShopErrors.ReasonOf(await ShouldBeRefusedAsync(authorization: null, StatusCode.Unauthenticated)).ShouldBe("TOKEN_MISSING");

    public static TheoryData<string, string> BadTokens => new()
    {
        { "expired", Token(token => (token.NotBefore, token.IssuedAt, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1))) },
        { "not yet valid", Token(token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(1), DateTime.UtcNow.AddHours(2))) },
        { "signed with another key", Token(token => token.SigningCredentials = new(TokenKey.Derive(new string('x', 40)), SecurityAlgorithms.EcdsaSha256)) },
        { "of another audience", Token(token => token.Audience = "bank") },
        { "of another issuer", Token(token => token.Issuer = "mallory") },
        { "of a service, by Identity's word", Token(token => token.Issuer = "shop") },
        { "of an administrator, by a service's word", Token(token => token.Claims!["role"] = Roles.Admin) },
        { "of an administrator, signed by a service", Token(token => (token.Issuer, token.Claims!["role"], token.SigningCredentials) = ("shop", Roles.Admin, new(TokenKey.Derive(TestService.TokenKey), SecurityAlgorithms.EcdsaSha256))) },
        { "of a service, signed by Identity", Token(token => token.SigningCredentials = new(TestUsers.Key, SecurityAlgorithms.EcdsaSha256)) },
        { "too long", Token(token => token.Claims!["sub"] = new string('x', 4096)) },
        { "without a subject", Token(token => token.Claims!.Remove("sub")) },
        { "without a role", Token(token => token.Claims!.Remove("role")) },
        { "unsigned", Unsigned("none") },
        { "unsigned, in another spelling", Unsigned("NonE") },
        { "signed with the public key as a shared secret", WithSharedSecret() },
        { "changed after it was signed", Changed() },
        { "cut off", Token(_ => { })[..^1] },
        { "without a signature", Token(_ => { })[..(Token(_ => { }).LastIndexOf('.') + 1)] },
        { "nonsense", "nonsense" },
        { "empty", "" },
        { "dots", ".." },
        { "two", Token(_ => { }) + "," + Token(_ => { }) },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Call_BadToken_IsRefused(string what, string token) =>
        ShopErrors.ReasonOf(await ShouldBeRefusedAsync($"Bearer {token}", StatusCode.Unauthenticated)).ShouldBe(what == "expired" ? "TOKEN_EXPIRED" : "TOKEN_INVALID", what);

    [Fact]
    public async Task Call_BadTokenAtARpcForEverybody_IsServedAsNobody()
    {
        Caller? caller = new("somebody", Roles.Admin);
        _inventory.Stock = (_, context) =>
        {
            caller = Caller.From(context.GetHttpContext().User);
            return Task.FromResult(new BatchGetStockResponse());
        };

        await Client.BatchGetStockAsync(new BatchGetStockRequest(), Headers("Bearer nonsense"));

        caller.ShouldBeNull();
    }

    [Fact]
    public async Task Call_HealthProtocol_NeedsNoToken() =>
        (await new Health.HealthClient(_service.Channel).CheckAsync(new HealthCheckRequest())).Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);

    [Fact]
    public async Task Call_ServiceMappedWithoutItsRules_IsClosed()
    {
        // MapGrpcService instead of MapShopGrpcService: nobody has made the rules known, so nobody may call, not even what is public.
        await using var careless = await TestService.StartAsync(builder => builder.Services.AddSingleton(_inventory), app => app.MapGrpcService<ScriptedInventory>());

        var call = new InventoryService.InventoryServiceClient(careless.Channel).BatchGetStockAsync(new BatchGetStockRequest(), Headers($"Bearer {Token(token => (token.Issuer, token.Claims!["role"]) = ("shop", Roles.Admin))}"));

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.PermissionDenied);
        _inventory.Calls.ShouldBe(0);
    }

    private InventoryService.InventoryServiceClient Client => new(_service.Channel);

    private static Metadata Headers(string? authorization) => authorization is null ? [] : new Metadata { { "authorization", authorization } };

    private Task<Reservation> ReserveAsync(string? authorization) => Client.ReserveAsync(new ReserveRequest(), Headers(authorization)).ResponseAsync.WaitAsync(TestService.Patience);

    private async Task<RpcException> ShouldBeRefusedAsync(string? authorization, StatusCode code)
    {
        var error = await Should.ThrowAsync<RpcException>(ReserveAsync(authorization));
        error.StatusCode.ShouldBe(code);
        _inventory.Calls.ShouldBe(0);
        return error;
    }

    // A token that Reserve accepts, but for what is changed.
    private static string Token(Action<SecurityTokenDescriptor> change)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = "shop-services",
            Audience = "shop",
            NotBefore = DateTime.UtcNow.AddMinutes(-1),
            // Made when the tests are found, which may be long before they run.
            Expires = DateTime.UtcNow.AddHours(2),
            Claims = new Dictionary<string, object> { ["sub"] = "order", ["role"] = Roles.Service },
        };
        change(token);
        token.SigningCredentials ??= new(token.Issuer == "shop" ? TestUsers.Key : TokenKey.Derive(TestService.TokenKey), SecurityAlgorithms.EcdsaSha256);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    private static string Unsigned(string algorithm) => $"{Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{Token(_ => { }).Split('.')[1]}.";

    private static string WithSharedSecret()
    {
        var text = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Token(_ => { }).Split('.')[1]}";
        var publicKey = TokenKey.Derive(TestService.TokenKey).ECDsa.ExportSubjectPublicKeyInfo();
        return $"{text}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(publicKey, Encoding.UTF8.GetBytes(text)))}";
    }

    private static string Changed()
    {
        var parts = Token(token => (token.Issuer, token.Claims!["role"]) = ("shop", Roles.Guest)).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace(Roles.Guest, Roles.Service, StringComparison.Ordinal);
        return $"{parts[0]}.{Encode(payload)}.{parts[2]}";
    }

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);
}
