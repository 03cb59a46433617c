using System.Security.Cryptography;
using System.Text;

namespace Aspire.Dashboard.Security;

internal static class Secrets
{
    private const int Bytes = 16;

    /// <summary>A new token or key.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Compares in a time that tells nothing about the secret, not even its length.</summary>
    public static bool Matches(string secret, string? candidate) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(candidate ?? "")))
        && candidate is not null;
}
