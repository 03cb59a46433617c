using System.Security.Cryptography;
using System.Text;

namespace Aspire.Dashboard.Security;

internal static class Secrets
{
    private const int Bytes = 16;

    /// <summary>A new token or key.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <param name="secret">The secret.</param>
    /// <param name="other">Another that is as good, when there is one.</param>
    /// <param name="candidate">What was shown.</param>
    public static bool Matches(string secret, string? other, string? candidate) => Matches(secret, candidate) | (other is not null && Matches(other, candidate));

    /// <summary>Compares in a time that tells nothing about the secret, not even its length.</summary>
    public static bool Matches(string secret, string? candidate) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(candidate ?? "")))
        && candidate is not null;
}
