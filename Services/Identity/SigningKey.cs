using Microsoft.IdentityModel.Tokens;

namespace Shop.Identity;

/// <summary>A key pair of Identity's.</summary>
/// <param name="Key">The pair; its id names it in tokens.</param>
/// <param name="SignTime">From when it signs; before, it is only published.</param>
internal sealed record SigningKey(ECDsaSecurityKey Key, DateTimeOffset SignTime)
{
    public string KeyId => Key.KeyId!;
}
