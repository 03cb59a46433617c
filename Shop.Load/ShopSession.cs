using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Shop.Contracts.Identity.V1;

namespace Shop.Load;

/// <summary>
/// A session at Identity as a client keeps it: of the guest that the gateway makes of whoever comes first, of a guest that asked for one,
/// or of somebody who signs in. The access token is renewed when half of its time is over; while Identity is away it counts to its end.
/// </summary>
public sealed class ShopSession : IDisposable
{
    private const string TokenHeader = "shop-guest-token";
    private const string RefreshHeader = "shop-guest-refresh-token";
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _renewing = new(1);
    private readonly TimeProvider _time;
    private readonly (string Email, string Password)? _account;
    private string? _token;
    private string _refreshToken = "";
    private DateTimeOffset _renewTime = DateTimeOffset.MaxValue;
    private DateTimeOffset _expireTime = DateTimeOffset.MaxValue;
    private string _requestId = NewId();

    /// <summary>A guest's, which begins with the first call that needs one.</summary>
    public ShopSession(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>An account's: signs in when it is first needed, and again should the session be over.</summary>
    public ShopSession(string email, string password)
        : this() => _account = (email, password);

    /// <summary>The access token; null before there is one. One that is set is not renewed.</summary>
    public string? Token
    {
        get => _token;
        set => (_token, _refreshToken, _renewTime, _expireTime) = (value, "", DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
    }

    /// <summary>The access token as it is to be sent now; null for a guest who is none yet.</summary>
    public async ValueTask<string?> TokenAsync(IdentityService.IdentityServiceClient identity, CancellationToken cancellationToken)
    {
        if (_time.GetUtcNow() < _renewTime && (_token is not null || _account is null))
        {
            return _token;
        }

        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (_token is null || _time.GetUtcNow() >= _renewTime)
            {
                await RenewAsync(identity, cancellationToken);
            }
        }
        catch (RpcException exception) when (exception.StatusCode is not StatusCode.Unauthenticated && _token is not null && _time.GetUtcNow() < _expireTime)
        {
            // Identity is away, or busy: the token counts to its end, and the same request is sent again with the next call.
        }
        finally
        {
            _renewing.Release();
        }

        return _token;
    }

    /// <summary>Begins a guest's session by asking for it.</summary>
    public async Task BeginGuestAsync(IdentityService.IdentityServiceClient identity, CallOptions options) =>
        Keep((await identity.CreateGuestSessionAsync(new CreateGuestSessionRequest { RequestId = _requestId }, options)).Session);

    public void Dispose() => _renewing.Dispose();

    /// <summary>Becomes the guest that the gateway has made, if the answer's headers tell of one.</summary>
    internal void Keep(Metadata headers)
    {
        if (_token is null && headers.GetValue(TokenHeader) is { } token)
        {
            Keep(token, headers.GetValue(RefreshHeader) ?? "");
        }
    }

    private async Task RenewAsync(IdentityService.IdentityServiceClient identity, CancellationToken cancellationToken)
    {
        var options = new CallOptions(deadline: DateTime.UtcNow + CallLimit, cancellationToken: cancellationToken);
        try
        {
            Keep(_refreshToken.Length > 0
                ? (await identity.RefreshAsync(new RefreshRequest { RequestId = _requestId, RefreshToken = _refreshToken }, options)).Session
                : await SignInAsync(identity, options));
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unauthenticated && _account is not null && _refreshToken.Length > 0)
        {
            Keep(await SignInAsync(identity, options));
        }
    }

    private async Task<Session> SignInAsync(IdentityService.IdentityServiceClient identity, CallOptions options) =>
        (await identity.SignInAsync(new SignInRequest { RequestId = NewId(), Email = _account!.Value.Email, Password = _account.Value.Password }, options)).Session;

    private void Keep(Session session) => Keep(session.AccessToken, session.RefreshToken);

    private void Keep(string token, string refreshToken)
    {
        var read = new JsonWebToken(token);
        var (from, to) = (new DateTimeOffset(read.ValidFrom, TimeSpan.Zero), new DateTimeOffset(read.ValidTo, TimeSpan.Zero));
        (_token, _refreshToken, _requestId) = (token, refreshToken, NewId());
        (_renewTime, _expireTime) = (refreshToken.Length > 0 ? from + (to - from) / 2 : DateTimeOffset.MaxValue, to);
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
