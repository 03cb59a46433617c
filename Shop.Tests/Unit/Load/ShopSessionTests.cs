using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Contracts.Identity.V1;
using Shop.Load;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.Gateway;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Load;

/// <summary>A client's session, by its own clock, with an Identity that comes and goes.</summary>
public sealed class ShopSessionTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private readonly ScriptedIdentity _identity;
    private readonly ShopSession _session;
    private TestService _service = null!;

    public ShopSessionTests() => (_identity, _session) = (new ScriptedIdentity { Time = _time }, new ShopSession(_time));

    private IdentityService.IdentityServiceClient Client => new(_service.Channel);

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync(builder => builder.Services.AddSingleton(_identity), app => app.MapShopGrpcService<ScriptedIdentity>());
        await _session.BeginGuestAsync(Client, default);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task TokenAsync_OfAGuestWhoIsNoneYet_IsNothing()
    {
        using var nobody = new ShopSession();

        (await nobody.TokenAsync(Client, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task TokenAsync_HalfOfItsTimeIsOver_IsRenewedOnceForAllWhoAsk()
    {
        var first = await _session.TokenAsync(Client, CancellationToken.None);
        _identity.Refreshes.ShouldBeEmpty();
        _time.Shift = TimeSpan.FromMinutes(8);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _session.TokenAsync(Client, CancellationToken.None).AsTask()));

        _session.Token.ShouldNotBe(first);
        _identity.Refreshes.ShouldHaveSingleItem().RefreshToken.ShouldBe("refresh-1");
    }

    [Fact]
    public async Task TokenAsync_IdentityIsAway_CountsToItsEndAndTheSameRequestIsRepeated()
    {
        var first = await _session.TokenAsync(Client, CancellationToken.None);
        _identity.Refusal = ShopErrors.Unavailable("STORE_UNAVAILABLE", "Away.");
        _time.Shift = TimeSpan.FromMinutes(14);

        (await _session.TokenAsync(Client, CancellationToken.None)).ShouldBe(first);
        _time.Shift = TimeSpan.FromMinutes(16);
        (await Should.ThrowAsync<RpcException>(_session.TokenAsync(Client, CancellationToken.None).AsTask())).StatusCode.ShouldBe(StatusCode.Unavailable);
        _identity.Refusal = null;
        (await _session.TokenAsync(Client, CancellationToken.None)).ShouldNotBe(first);

        _identity.Refreshes.Select(request => request.RequestId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task TokenAsync_SessionIsOver_IsRefused()
    {
        _identity.Refusal = ShopErrors.Unauthenticated("REFRESH_TOKEN_INVALID", "No.");
        _time.Shift = TimeSpan.FromMinutes(8);

        (await Should.ThrowAsync<RpcException>(_session.TokenAsync(Client, CancellationToken.None).AsTask())).StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task TokenAsync_OfAnAccount_SignsIn()
    {
        using var account = new ShopSession("ada@mail.example", "a horse, a staple, a battery");

        (await account.TokenAsync(Client, CancellationToken.None)).ShouldNotBeNull();
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
