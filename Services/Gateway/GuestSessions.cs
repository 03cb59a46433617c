using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Gateway;

/// <summary>
/// Whoever comes without a token to an rpc that needs one is a new guest: the gateway begins a session at Identity, calls with its
/// access token, and hands out both of its tokens in response headers. The client sends the first one from then on, and gets the next
/// from IdentityService.Refresh.
/// </summary>
internal static class GuestSessions
{
    /// <summary>The response header (gRPC: initial metadata) that carries a new guest's access token.</summary>
    public const string TokenHeader = "shop-guest-token";

    /// <summary>The one that carries the refresh token.</summary>
    public const string RefreshHeader = "shop-guest-refresh-token";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AttemptPatience = TimeSpan.FromSeconds(1.5);
    private static readonly string CreatePath = $"/{IdentityService.Descriptor.FullName}/CreateGuestSession";
    private static readonly string RefreshPath = $"/{IdentityService.Descriptor.FullName}/Refresh";

    public static void AddGuestSessions(this WebApplicationBuilder builder) =>
        builder.AddShopGrpcClient<IdentityService.IdentityServiceClient>("http://identity", options => (options.TotalTimeout, options.AttemptTimeout) = (Patience, AttemptPatience));

    public static void UseGuestSessions(this WebApplication app)
    {
        var identity = app.Services.GetRequiredService<IdentityService.IdentityServiceClient>();
        app.Use(async (context, next) =>
        {
            if (IsOfANewGuest(context) && !SessionCookies.AreKept(context) && !await TryBeginAsync(identity, context))
            {
                return;
            }

            await next(context);
        });
    }

    /// <summary>Whether a request begins a session of somebody new, by asking for one or by bringing no token where one is needed.</summary>
    public static bool BeginsASession(HttpContext context) => context.Request.Path == CreatePath || IsOfANewGuest(context);

    /// <summary>Whether a request asks for the next tokens of a session.</summary>
    public static bool Refreshes(HttpContext context) => context.Request.Path == RefreshPath;

    private static bool IsOfANewGuest(HttpContext context) =>
        context.Request.Headers.Authorization.Count == 0 && ShopRoutes.MetadataOf(context)?.GetValueOrDefault(ShopRoutes.AccessMetadata) == nameof(Access.Caller) && GrpcErrors.IsGrpc(context.Request);

    private static async Task<bool> TryBeginAsync(IdentityService.IdentityServiceClient identity, HttpContext context)
    {
        try
        {
            var request = new CreateGuestSessionRequest { RequestId = Guid.CreateVersion7().ToString() };
            var begun = await identity.CreateGuestSessionAsync(request, TraitsOf(context), cancellationToken: context.RequestAborted);
            Hand(begun.Session, context);
            return true;
        }
        catch (RpcException)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Features.Set(ShopErrors.Unavailable("SERVICE_UNAVAILABLE", "No session can be begun at the moment.", TimeSpan.FromSeconds(1)));
            return false;
        }
    }

    private static void Hand(Session session, HttpContext context)
    {
        context.Request.Headers.Authorization = $"Bearer {session.AccessToken}";
        // Set when the headers go out: the proxied answer's headers are copied over what was there before.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[TokenHeader] = session.AccessToken;
            context.Response.Headers[RefreshHeader] = session.RefreshToken;
            return Task.CompletedTask;
        });
    }

    // What Identity keeps of a session's client, as when the client asks itself.
    private static Metadata TraitsOf(HttpContext context)
    {
        var traits = new Metadata();
        if (context.Connection.RemoteIpAddress is { } address)
        {
            traits.Add("x-forwarded-for", $"{address}");
        }

        // Comes after what the gRPC client calls itself.
        if (context.Request.Headers.UserAgent is [{ } agent])
        {
            traits.Add("user-agent", agent);
        }

        return traits;
    }
}
