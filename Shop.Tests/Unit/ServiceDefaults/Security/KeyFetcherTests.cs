using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.Gateway;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

/// <summary>A service and the keys that Identity publishes, or does not, because it is away.</summary>
public sealed class KeyFetcherTests : IDisposable
{
    private readonly int _port = TestService.FreePort();
    private readonly string _copy = Path.Combine(Path.GetTempPath(), $"shop-keys-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_copy);

    [Fact]
    public async Task Calls_WithKeysThatNobodyKnows_AreRefusedAndIdentityIsAskedOnce()
    {
        await using var published = await PublishedKeys.StartAsync(_port);
        await using var service = await StartAsync(("KeysPause", "01:00:00"));
        await LetInAsync(service);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (await Should.ThrowAsync<RpcException>(AskAsync(service, NewKey($"unknown-{i}")))).StatusCode));

        refusals.ShouldAllBe(code => code == StatusCode.Unauthenticated);
        published.Asked.ShouldBe(1);
        await AskAsync(service, TestUsers.Key);
    }

    [Fact]
    public async Task Call_WithAKeyThatIsNew_IsLetInAtOnce()
    {
        await using var published = await PublishedKeys.StartAsync(_port);
        await using var service = await StartAsync(("KeysPause", "00:00:00"), ("KeysFresh", "01:00:00"));
        await LetInAsync(service);
        var key = NewKey("the next one");

        published.Keys.Add(key);

        await AskAsync(service, key);
        await AskAsync(service, TestUsers.Key);
    }

    [Fact]
    public async Task Call_WithAKeyThatWasWithdrawn_IsRefusedOnceThatIsKnown()
    {
        await using var published = await PublishedKeys.StartAsync(_port);
        await using var service = await StartAsync(("KeysPause", "00:00:00"), ("KeysFresh", "01:00:00"));
        var key = NewKey("the next one");
        await LetInAsync(service);

        published.Keys.Clear();
        published.Keys.Add(key);
        await AskAsync(service, key);

        (await Should.ThrowAsync<RpcException>(AskAsync(service, TestUsers.Key))).StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task Start_IdentityIsAway_TakesTheCopyOfTheLastKeys()
    {
        await using (await PublishedKeys.StartAsync(_port))
        {
            await using var before = await StartAsync(("KeysCopy", _copy));
            await LetInAsync(before);
        }

        await using var service = await StartAsync(("KeysCopy", _copy));

        await AskAsync(service, TestUsers.Key);
    }

    [Fact]
    public async Task Start_CopyThatNoServiceWrote_DoesNotCount()
    {
        var mallory = NewKey("mallory");
        await File.WriteAllBytesAsync(_copy, [.. new byte[32], .. PublicKeys.Write([mallory])]);

        await using var service = await StartAsync(("KeysCopy", _copy));

        ShopErrors.ReasonOf(await Should.ThrowAsync<RpcException>(AskAsync(service, mallory))).ShouldBe("KEYS_UNAVAILABLE");
    }

    [Fact]
    public async Task Start_IdentityIsAwayAndNothingIsKnown_ServesTheWorldAndOthersOnceItIsBack()
    {
        await using var service = await StartAsync(("KeysPause", "00:00:00.05"));

        var refusal = await Should.ThrowAsync<RpcException>(AskAsync(service, TestUsers.Key));
        refusal.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(refusal).ShouldBe("KEYS_UNAVAILABLE");
        ShopErrors.ReasonOf(await Should.ThrowAsync<RpcException>(new CartService.CartServiceClient(service.Channel).GetCartAsync(new GetCartRequest()).ResponseAsync)).ShouldBe("TOKEN_MISSING");

        await using var published = await PublishedKeys.StartAsync(_port);
        await LetInAsync(service);
    }

    private static ECDsaSecurityKey NewKey(string id) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };

    private static async Task AskAsync(TestService service, ECDsaSecurityKey key)
    {
        var token = UserTokens.Issue(key, "guest-1", Roles.Guest, sessionId: null, DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        await new CartService.CartServiceClient(service.Channel).GetCartAsync(new GetCartRequest(), new Metadata { { "authorization", $"Bearer {token}" } }).ResponseAsync.WaitAsync(TestService.Patience);
    }

    // It asks for the keys when it starts, and does not wait for them.
    private static async Task LetInAsync(TestService service)
    {
        using var limit = new CancellationTokenSource(TestService.Patience);
        while (true)
        {
            try
            {
                await AskAsync(service, TestUsers.Key);
                return;
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.Unauthenticated && !limit.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }

    private Task<TestService> StartAsync(params (string Name, string Value)[] settings) => TestService.StartAsync(
        builder => builder.Services.AddSingleton(new ScriptedCart()),
        app => app.MapShopGrpcService<ScriptedCart>(),
        [
            new("services:identity:keys:0", $"http://127.0.0.1:{_port}"),
            new("Security:KnownKeys", ""),
            .. settings.Select(setting => new KeyValuePair<string, string?>($"Security:{setting.Name}", setting.Value)),
        ]);
}
