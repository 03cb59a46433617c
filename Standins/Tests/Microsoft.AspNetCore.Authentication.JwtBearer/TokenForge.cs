using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Standins.Tests.JwtBearer;

/// <summary>Writes tokens byte by byte, sound ones and others. Nothing in it is of the library under test but the base64url.</summary>
internal sealed class TokenForge : IDisposable
{
    public const string Issuer = "shop";
    public const string Audience = "shop-services";
    public const string Kid = "key-1";

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa ForeignKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public static string Header => Json("""{"alg":"ES256","kid":"key-1","typ":"JWT"}""");

    public static string Payload => PayloadWith();

    public TokenValidationParameters Parameters => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = new ECDsaSecurityKey(Key) { KeyId = Kid },
        NameClaimType = "sub",
        RoleClaimType = "role",
        ClockSkew = TimeSpan.Zero,
    };

    public string Valid => Sign(Header, Payload);

    public static string Json(string json) => Base64UrlEncoder.Encode(json);

    /// <summary>The usual payload, with one member replaced by this text, or left out.</summary>
    public static string PayloadWith(string? member = null, string? value = null)
    {
        Dictionary<string, string?> members = new()
        {
            ["iss"] = $"\"{Issuer}\"",
            ["aud"] = $"\"{Audience}\"",
            ["sub"] = "\"u-1\"",
            ["role"] = """["customer","admin"]""",
            ["nbf"] = $"{Now - 60}",
            ["exp"] = $"{Now + 600}",
        };
        if (member is not null)
        {
            members[member] = value;
        }

        return Json($"{{{string.Join(',', members.Where(one => one.Value is not null).Select(one => $"\"{one.Key}\":{one.Value}"))}}}");
    }

    public string Sign(string header, string payload) => Sign(header, payload, Key);

    public static string Sign(string header, string payload, ECDsa key) =>
        With(header, payload, content => key.SignData(content, HashAlgorithmName.SHA256));

    public static string With(string header, string payload, Func<byte[], byte[]> sign) =>
        $"{header}.{payload}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes($"{header}.{payload}")))}";

    public void Dispose()
    {
        Key.Dispose();
        ForeignKey.Dispose();
    }
}
