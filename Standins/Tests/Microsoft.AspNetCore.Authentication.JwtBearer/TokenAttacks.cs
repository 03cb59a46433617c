using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using static Standins.Tests.JwtBearer.TokenForge;

namespace Standins.Tests.JwtBearer;

/// <summary>Tokens that must be refused, each with the failure and what the caller is told.</summary>
internal static class TokenAttacks
{
    private const string BadSignature = "Bearer error=\"invalid_token\", error_description=\"The signature is invalid\"";
    private const string Unexplained = "Bearer error=\"invalid_token\"";

    public static IReadOnlyDictionary<string, TokenAttack> All { get; } =
        Algorithms().Concat(Signatures()).Concat(Shapes()).Concat(Contents()).Concat(Claims()).ToDictionary(attack => attack.Name, StringComparer.Ordinal);

    private static IEnumerable<TokenAttack> Algorithms()
    {
        foreach (var none in (string[])["none", "None", "nOnE", "NONE", ""])
        {
            yield return Algorithm($"alg '{none}', no signature", _ => $"{Json($$"""{"alg":"{{none}}"}""")}.{Payload}.");
            yield return Algorithm($"alg '{none}', a real signature", forge => forge.Sign(Json($$"""{"alg":"{{none}}","kid":"key-1"}"""), Payload));
        }

        yield return Algorithm("no alg", forge => forge.Sign(Json("""{"kid":"key-1"}"""), Payload));
        yield return Algorithm("alg es256", forge => forge.Sign(Json("""{"alg":"es256","kid":"key-1"}"""), Payload));
        yield return Algorithm("HS256 with the public key as DER", forge => Hs256(forge.Key.ExportSubjectPublicKeyInfo()));
        yield return Algorithm("HS256 with the public key as PEM", forge => Hs256(Encoding.ASCII.GetBytes(forge.Key.ExportSubjectPublicKeyInfoPem())));
        yield return Algorithm("HS256 with an empty key", _ => Hs256([]));
        yield return Algorithm("RS256", _ => Rs256());
        yield return Algorithm("ES384", _ => OtherCurve("ES384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384));
        yield return Algorithm("ES512", _ => OtherCurve("ES512", ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512));
    }

    private static IEnumerable<TokenAttack> Signatures()
    {
        yield return Signature("another key under our key id", forge => Sign(Header, Payload, forge.ForeignKey));
        yield return Signature("another key and key id", forge => Sign(Json("""{"alg":"ES256","kid":"key-2"}"""), Payload, forge.ForeignKey));
        yield return Signature("another key, no key id", forge => Sign(Json("""{"alg":"ES256"}"""), Payload, forge.ForeignKey));
        yield return Signature("a key id that is a path", forge => Sign(Json("""{"alg":"ES256","kid":"../../dev/null"}"""), Payload, forge.ForeignKey));
        yield return Signature("a key that the token brings", forge => Sign(Embedded(forge), Payload, forge.ForeignKey));
        yield return Signature("a key that the token links", forge => Sign(Json("""{"alg":"ES256","jku":"http://127.0.0.1:1/jwks"}"""), Payload, forge.ForeignKey));
        yield return Signature("ES256 by a P-384 key", _ => OtherCurve("ES256", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA256));
        yield return Signature("signature of zeros", _ => With(Header, Payload, _ => new byte[64]));
        yield return Signature("signature of ones", _ => With(Header, Payload, _ => [.. Enumerable.Repeat((byte)0xff, 64)]));
        yield return Signature("signature is empty", _ => $"{Header}.{Payload}.");
        yield return Signature("signature is cut", forge => With(Header, Payload, content => forge.Key.SignData(content, HashAlgorithmName.SHA256)[..63]));
        yield return Signature("signature is longer", forge => With(Header, Payload, content => [.. forge.Key.SignData(content, HashAlgorithmName.SHA256), 0]));
        yield return Signature("signature in DER", forge => With(Header, Payload, content =>
            forge.Key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        yield return Signature("signature of another token", forge => $"{Header}.{PayloadWith("sub", "\"u-2\"")}.{forge.Valid.Split('.')[2]}");
        yield return Signature("critical header", forge => forge.Sign(Json("""{"alg":"ES256","kid":"key-1","crit":["b64"],"b64":false}"""), Payload));
    }

    private static IEnumerable<TokenAttack> Shapes()
    {
        yield return Malformed("no dots", _ => "eyJhbGciOiJFUzI1NiJ9");
        yield return Malformed("two segments", _ => $"{Header}.{Payload}");
        yield return Malformed("four segments", forge => $"{forge.Valid}.{Header}");
        yield return Malformed("five segments", _ => $"{Header}.a.b.{Payload}.c");
        yield return Malformed("dots alone", _ => "..");
        yield return Malformed("no header", _ => $".{Payload}.{Payload}");
        yield return Malformed("no payload", forge => forge.Sign(Header, ""));
        yield return Malformed("padding", forge => $"{forge.Valid}==");
        yield return Malformed("a blank inside", forge => forge.Valid.Insert(forge.Valid.Length - 2, " "));
        yield return Malformed("the other alphabet", forge => $"{forge.Valid[..^1]}+");
        yield return Malformed("bits left over", forge => $"{forge.Valid[..^1]}{(char)(forge.Valid[^1] + 1)}");
        yield return Malformed("a length that none has", _ => $"{Header}.{Payload}.AAAAA");
        yield return Malformed("long and meaningless", _ => new('a', 20_000));
        yield return Malformed("very many dots", _ => new('.', 20_000));
    }

    private static IEnumerable<TokenAttack> Contents()
    {
        yield return Malformed("header is no JSON", forge => forge.Sign(Json("ES256"), Payload));
        yield return Malformed("header is a list", forge => forge.Sign(Json("""["ES256"]"""), Payload));
        yield return Malformed("header twice", forge => forge.Sign(Json("""{"alg":"ES256","kid":"key-1"}{}"""), Payload));
        yield return Malformed("header has alg twice", forge => forge.Sign(Json("""{"alg":"none","alg":"ES256","kid":"key-1"}"""), Payload));
        yield return Malformed("header has a comment", forge => forge.Sign(Json("""{"alg":"ES256"/* */,"kid":"key-1"}"""), Payload));
        yield return Malformed("header alg is a number", forge => forge.Sign(Json("""{"alg":256,"kid":"key-1"}"""), Payload));
        yield return Malformed("header kid is a list", forge => forge.Sign(Json("""{"alg":"ES256","kid":["key-1"]}"""), Payload));
        yield return Malformed("half a surrogate pair in the header", forge => forge.Sign(Json("""{"alg":"ES256","kid":"\ud800"}"""), Payload));
        yield return Malformed("half a surrogate pair in a name", forge => forge.Sign(Header, Json("""{"\ud800":1}""")));
        yield return Malformed("payload is no UTF-8", forge => forge.Sign(Header, Base64UrlEncoder.Encode([.. "{\"sub\":\""u8, 0xff, .. "\"}"u8])));
        yield return Malformed("payload is a text", forge => forge.Sign(Header, Json("\"sub\"")));
        yield return Malformed("payload is null", forge => forge.Sign(Header, Json("null")));
        yield return Malformed("payload has sub twice", forge => forge.Sign(Header, Json("""{"sub":"u-1","sub":"admin"}""")));
        yield return Malformed("payload is deep", forge => forge.Sign(Header, Json($$"""{"a":{{new string('[', 5000)}}{{new string(']', 5000)}}}""")));
        yield return Malformed("exp is a text", forge => forge.Sign(Header, PayloadWith("exp", $"\"{Now + 600}\"")));
        yield return Malformed("exp is null", forge => forge.Sign(Header, PayloadWith("exp", "null")));
        yield return Malformed("nbf is true", forge => forge.Sign(Header, PayloadWith("nbf", "true")));
        yield return Malformed("iss is a list", forge => forge.Sign(Header, PayloadWith("iss", """["shop"]""")));
        yield return Malformed("aud is an object", forge => forge.Sign(Header, PayloadWith("aud", """{"a":"shop-services"}""")));
        yield return Malformed("aud has a number", forge => forge.Sign(Header, PayloadWith("aud", """["shop-services",1]""")));
    }

    private static IEnumerable<TokenAttack> Claims()
    {
        yield return Claim<SecurityTokenExpiredException>("expired", "exp", $"{new DateTimeOffset(2020, 1, 2, 3, 4, 5, default).ToUnixTimeSeconds()}", "The token expired at '01/02/2020 03:04:05'", nbf: "0");
        yield return Claim<SecurityTokenExpiredException>("expired before time began", "exp", "-1e300", "The token expired at '01/01/1970 00:00:00'", nbf: "0");
        yield return Claim<SecurityTokenNotYetValidException>("not yet valid", "nbf", "4102444800", "The token is not valid before '01/01/2100 00:00:00'", exp: "4102444801");
        yield return Claim<SecurityTokenInvalidLifetimeException>("ends before it begins", "nbf", "4102444800", "The token lifetime is invalid; NotBefore: '01/01/2100 00:00:00', Expires: '12/31/2099 23:59:59'", exp: "4102444799");
        yield return Claim<SecurityTokenNoExpirationException>("no expiration", "exp", null, "The token has no expiration");
        yield return Claim<SecurityTokenInvalidIssuerException>("another issuer", "iss", "\"shopp\"", "The issuer 'shopp' is invalid");
        yield return Claim<SecurityTokenInvalidIssuerException>("the issuer in capitals", "iss", "\"SHOP\"", "The issuer 'SHOP' is invalid");
        yield return Claim<SecurityTokenInvalidIssuerException>("no issuer", "iss", null, "The issuer '' is invalid");
        yield return Claim<SecurityTokenInvalidAudienceException>("another audience", "aud", "\"others\"", "The audience 'others' is invalid");
        yield return Claim<SecurityTokenInvalidAudienceException>("several other audiences", "aud", """["a","b"]""", "The audience 'a, b' is invalid");
        yield return Claim<SecurityTokenInvalidAudienceException>("no audience", "aud", null, "The audience '(null)' is invalid");
        yield return Claim<SecurityTokenInvalidAudienceException>("an empty audience", "aud", "[]", "The audience '(null)' is invalid");
        yield return Claim<SecurityTokenInvalidAudienceException>("an audience that would end the header", "aud", "\"a\\\"\\r\\nSet-Cookie: x=1\\u00e9\"", "The audience 'a???Set-Cookie: x=1?' is invalid");
    }

    private static TokenAttack Algorithm(string name, Func<TokenForge, string> token) =>
        new(name, token, typeof(SecurityTokenInvalidAlgorithmException), Unexplained);

    private static TokenAttack Signature(string name, Func<TokenForge, string> token) =>
        new(name, token, typeof(SecurityTokenInvalidSignatureException), BadSignature);

    private static TokenAttack Malformed(string name, Func<TokenForge, string> token) =>
        new(name, token, typeof(SecurityTokenMalformedException), Unexplained);

    private static TokenAttack Claim<TFailure>(string name, string member, string? value, string description, string? nbf = null, string? exp = null)
        where TFailure : SecurityTokenException =>
        new(
            name,
            forge =>
            {
                var payload = Base64UrlEncoder.Decode(PayloadWith(member, value));
                payload = nbf is null ? payload : System.Text.RegularExpressions.Regex.Replace(payload, "\"nbf\":\\d+", $"\"nbf\":{nbf}");
                payload = exp is null ? payload : System.Text.RegularExpressions.Regex.Replace(payload, "\"exp\":\\d+", $"\"exp\":{exp}");
                return forge.Sign(Header, Json(payload));
            },
            typeof(TFailure),
            $"Bearer error=\"invalid_token\", error_description=\"{description}\"");

    private static string Hs256(byte[] key) =>
        With(Json("""{"alg":"HS256","kid":"key-1"}"""), Payload, content => HMACSHA256.HashData(key, content));

    private static string Rs256()
    {
        using var rsa = RSA.Create(2048);
        return With(Json("""{"alg":"RS256","kid":"key-1"}"""), Payload, content => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string OtherCurve(string algorithm, ECCurve curve, HashAlgorithmName hash)
    {
        using var key = ECDsa.Create(curve);
        return With(Json($$"""{"alg":"{{algorithm}}","kid":"key-1"}"""), Payload, content => key.SignData(content, hash));
    }

    private static string Embedded(TokenForge forge)
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new(forge.ForeignKey) { KeyId = Kid }).ToJson();
        return Json($$"""{"alg":"ES256","kid":"key-1","jwk":{{jwk}}}""");
    }
}
