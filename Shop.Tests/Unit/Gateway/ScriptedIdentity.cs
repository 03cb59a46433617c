using System.Collections.Concurrent;
using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Gateway;

/// <summary>An Identity that delivers refresh tokens as its contract says, numbered, and keeps the metadata that came.</summary>
internal sealed class ScriptedIdentity : IdentityService.IdentityServiceBase
{
    private int _sessions;
    private int _guests;

    public Metadata LastHeaders { get; private set; } = [];

    /// <summary>By which its tokens are valid.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many guests there are.</summary>
    public int Guests => _guests;

    public override async Task<CreateGuestSessionResponse> CreateGuestSession(CreateGuestSessionRequest request, ServerCallContext context)
    {
        var session = await DeliverAsync(context);
        session.AccessToken = Token($"guest-{Interlocked.Increment(ref _guests)}", Roles.Guest);
        return new() { Session = session };
    }

    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context) => new() { Session = await DeliverAsync(context) };

    /// <summary>What came to be refreshed.</summary>
    public ConcurrentQueue<RefreshRequest> Refreshes { get; } = [];

    /// <summary>Refuses to refresh while this is set.</summary>
    public RpcException? Refusal { get; set; }

    public override async Task<RefreshResponse> Refresh(RefreshRequest request, ServerCallContext context)
    {
        Refreshes.Enqueue(request);
        return Refusal is { } refusal ? throw refusal : new() { Session = await DeliverAsync(context) };
    }

    public override async Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        LastHeaders = context.RequestHeaders;
        await context.WriteResponseHeadersAsync(new Metadata { { "shop-refresh-token", "" } });
        return new SignOutResponse();
    }

    private string Token(string subject, string role) => UserTokens.Issue(TestUsers.Key, subject, role, sessionId: null, Time.GetUtcNow(), TimeSpan.FromMinutes(15));

    private async Task<Session> DeliverAsync(ServerCallContext context)
    {
        LastHeaders = context.RequestHeaders;
        var token = $"refresh-{Interlocked.Increment(ref _sessions)}";
        if (context.RequestHeaders.GetValue("shop-refresh-delivery") != "header")
        {
            return new Session { AccessToken = Token("somebody", Roles.Customer), RefreshToken = token };
        }

        await context.WriteResponseHeadersAsync(new Metadata { { "shop-refresh-token", token }, { "shop-refresh-expire-time", "2099-01-01T00:00:00Z" } });
        return new Session { AccessToken = "access" };
    }
}
