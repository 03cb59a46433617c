using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>
/// The ES256 key that the shop's services sign and check their own tokens with, derived from the AppHost parameter <c>token-key</c>
/// (configuration <c>Security:TokenKey</c>): one secret string to hand out, the same key wherever it arrives.
/// </summary>
internal static class TokenKey
{
    public const string ConfigurationKey = "Security:TokenKey";
    private const int MinimumLength = 32;

    // The order of the P-256 group, FIPS 186-4 D.1.2.3.
    private static readonly BigInteger GroupOrder = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <exception cref="InvalidOperationException">The secret is missing or too short to be one.</exception>
    public static ECDsaSecurityKey Derive(string? secret)
    {
        if (secret is null || secret.Length < MinimumLength)
        {
            throw new InvalidOperationException($"Configuration {ConfigurationKey} must be a secret of at least {MinimumLength} characters; the AppHost hands it to every service.");
        }

        var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = DeriveScalar(secret) });
        return new ECDsaSecurityKey(ecdsa) { KeyId = IdOf(ecdsa) };
    }

    // 48 bytes reduced modulo (n - 1), plus one: uniform over 1..n-1 to within 2^-128 (FIPS 186-4 B.4.1).
    private static byte[] DeriveScalar(string secret)
    {
        var bytes = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), outputLength: 48, info: "shop token key ES256"u8.ToArray());
        var scalar = new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % (GroupOrder - 1) + 1;
        var unpadded = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[32];
        unpadded.CopyTo(padded, padded.Length - unpadded.Length);
        return padded;
    }

    private static string IdOf(ECDsa ecdsa) => Convert.ToHexStringLower(SHA256.HashData(ecdsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
}
