using System.Security.Cryptography;

namespace Shop.Identity;

/// <summary>A refresh token: which session, and a secret of 256 bits.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Secret">What only its owner knows; never stored.</param>
internal sealed record RefreshToken(Guid SessionId, byte[] Secret)
{
    public const int SecretLength = 32;

    /// <summary>What is stored of it. A hash of 256 random bits needs no salt and no slowness.</summary>
    public byte[] Hash => SHA256.HashData(Secret);

    /// <summary>The first token of a new session.</summary>
    public static RefreshToken New(Guid sessionId) => new(sessionId, RandomNumberGenerator.GetBytes(SecretLength));
}
