using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Gateway;

/// <summary>
/// Whoever comes without a token to an rpc that needs one is a new guest: the gateway signs a guest token, calls with it, and hands
/// it out in a response header; the client sends it from then on. Identity takes this over.
/// </summary>
internal static class GuestTokens
{
    /// <summary>The response header (gRPC: initial metadata) that carries a new guest's token.</summary>
    public const string ResponseHeader = "shop-guest-token";

    // As long as a guest's cart is kept; there is nobody yet to renew a shorter one.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static void UseGuestTokens(this WebApplication app)
    {
        var issuer = app.Services.GetRequiredService<TokenIssuer>();
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Authorization.Count == 0 && NeedsCaller(context) && GrpcErrors.IsGrpc(context.Request))
            {
                var token = issuer.Issue($"guest-{Guid.CreateVersion7():N}", Roles.Guest, Lifetime);
                context.Request.Headers.Authorization = $"Bearer {token}";
                // Set when the headers go out: the proxied answer's headers are copied over what was there before.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers[ResponseHeader] = token;
                    return Task.CompletedTask;
                });
            }

            return next(context);
        });
    }

    private static bool NeedsCaller(HttpContext context) => ShopRoutes.MetadataOf(context)?.GetValueOrDefault(ShopRoutes.AccessMetadata) == nameof(Access.Caller);
}
