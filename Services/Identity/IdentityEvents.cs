using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Identity.V1;

namespace Shop.Identity;

/// <summary>The events that several places tell.</summary>
internal static class IdentityEvents
{
    public static UserRegistered Registered(Account account, DateTimeOffset now) => new()
    {
        UserId = account.UserId.ToString(),
        Email = account.Email,
        DisplayName = account.DisplayName,
        LanguageCode = account.LanguageCode,
        RegisterTime = now.ToTimestamp(),
    };
}
