using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Aspire.Dashboard.Security;

/// <summary>
/// Who has shown the token holds a cookie that says until when. It is signed with a key made from the token, so it is worth nothing
/// once there is another token, and nothing about it must be remembered.
/// </summary>
internal sealed class SessionCookie(DashboardOptions options, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.BrowserToken), 32, info: "dashboard session"u8.ToArray());

    public void Issue(HttpContext context)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds()}.{Secrets.Create()}");
        context.Response.Cookies.Append(Name(context), $"{content}.{Sign(content)}", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = Lifetime,
            Path = "/",
            IsEssential = true,
        });
    }

    public static void Withdraw(HttpContext context) => context.Response.Cookies.Delete(Name(context));

    public bool IsValid(HttpContext context)
    {
        var parts = context.Request.Cookies[Name(context)]?.Split('.') ?? [];
        return parts.Length == 3
            && Secrets.Matches(Sign($"{parts[0]}.{parts[1]}"), parts[2])
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && expires > time.GetUtcNow().ToUnixTimeSeconds();
    }

    // Cookies know no ports: two dashboards on one machine must not overwrite each other's.
    private static string Name(HttpContext context) => string.Create(CultureInfo.InvariantCulture, $"dashboard-{context.Connection.LocalPort}");

    private string Sign(string content) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(content)));
}
