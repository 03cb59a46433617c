using System.Globalization;
using System.Text.RegularExpressions;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Gateway;

/// <summary>
/// Sessions of browsers. A page that asks for it (<c>shop-session: cookie</c>) never sees its refresh token: the gateway takes it from
/// Identity in metadata, keeps it in a cookie that no script reads and no other site sends, and gives it back with the page's next
/// calls to Identity. What is between gateway and Identity is in identity.proto; from outside it is not accepted.
/// </summary>
internal static partial class SessionCookies
{
    /// <summary>The request header by which a page asks for cookies. Pages of other origins can send it only when CORS lets them.</summary>
    public const string ModeHeader = "shop-session";

    /// <summary>The cookie, in Development; elsewhere with <see cref="SecurePrefix"/>.</summary>
    public const string CookieName = "shop-refresh";

    /// <summary>Browsers take a cookie of this name over TLS only.</summary>
    public const string SecurePrefix = "__Secure-";

    // Marks a request of a page that keeps its session in cookies.
    private const string KeptMark = "shop.session-cookies";

    private const string TokenMetadata = "shop-refresh-token";
    private const string DeliveryMetadata = "shop-refresh-delivery";
    private const string ExpiryMetadata = "shop-refresh-expire-time";
    private static readonly string IdentityPath = $"/{IdentityService.Descriptor.FullName}";
    private static readonly string SignOutPath = $"{IdentityPath}/SignOut";

    public static void UseSessionCookies(this WebApplication app)
    {
        var origins = new AllowedOrigins(app.Configuration);
        var secure = !app.Environment.IsDevelopment();
        app.Use((context, next) =>
        {
            var headers = context.Request.Headers;
            var (mode, token) = (headers[ModeHeader].ToString(), context.Request.Cookies[NameOf(secure)]);
            headers.Remove(ModeHeader);
            headers.Remove(TokenMetadata);
            headers.Remove(DeliveryMetadata);
            // No service has use for cookies.
            headers.Remove("Cookie");
            if (mode == "cookie")
            {
                context.Items[KeptMark] = true;
            }

            if (mode != "cookie" || !context.Request.Path.StartsWithSegments(IdentityPath, StringComparison.Ordinal))
            {
                return next(context);
            }

            if (!origins.Allow(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Features.Set(ShopErrors.PermissionDenied("ORIGIN_NOT_ALLOWED", "Pages of this origin may not use the session."));
                return Task.CompletedTask;
            }

            Begin(context, token, secure);
            return next(context);
        });
    }

    /// <summary>
    /// Whether a page calls that keeps its session in cookies. No guest is made of it unasked: the cookie does not come with calls to other
    /// services, and a new one would end the session that is there.
    /// </summary>
    public static bool AreKept(HttpContext context) => context.Items.ContainsKey(KeptMark);

    private static void Begin(HttpContext context, string? token, bool secure)
    {
        context.Request.Headers[DeliveryMetadata] = "header";
        if (token is not null && RefreshToken.IsMatch(token))
        {
            context.Request.Headers[TokenMetadata] = token;
        }

        context.Response.OnStarting(() =>
        {
            Keep(context, secure);
            return Task.CompletedTask;
        });
    }

    private static void Keep(HttpContext context, bool secure)
    {
        var response = context.Response;
        var (token, expires) = (response.Headers[TokenMetadata], response.Headers[ExpiryMetadata]);
        response.Headers.Remove(TokenMetadata);
        response.Headers.Remove(ExpiryMetadata);
        // An empty token takes the cookie away, and so does signing out when it was not refused: empty headers do not come through everywhere.
        var isOver = context.Request.Path == SignOutPath && !response.Headers.ContainsKey("grpc-status");
        if (token.Count == 0 && !isOver)
        {
            return;
        }

        var cookie = new CookieOptions { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Strict, Path = $"{IdentityPath}/", IsEssential = true };
        if (token.ToString() is { Length: > 0 } value)
        {
            cookie.Expires = DateTimeOffset.TryParse(expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null;
            response.Cookies.Append(NameOf(secure), value, cookie);
        }
        else
        {
            response.Cookies.Delete(NameOf(secure), cookie);
        }
    }

    private static string NameOf(bool secure) => secure ? SecurePrefix + CookieName : CookieName;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,200}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RefreshToken { get; }
}
