using Microsoft.AspNetCore.DataProtection;

namespace Shop.Identity;

/// <summary>
/// Data protection, for the token providers of ASP.NET Core Identity, by keys derived from the AppHost's secret: no ring of keys to
/// store and share, and every replica reads the links of the others.
/// </summary>
internal sealed class SealedProtection(Secrets secrets, string purpose = "") : IDataProtector
{
    private readonly byte[] _key = secrets.Derive($"protection{purpose}");

    public IDataProtector CreateProtector(string inner) => new SealedProtection(secrets, $"{purpose}\n{inner}");

    public byte[] Protect(byte[] plaintext) => Secrets.Seal(_key, plaintext);

    public byte[] Unprotect(byte[] protectedData) => Secrets.Open(_key, protectedData);
}
