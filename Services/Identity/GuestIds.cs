namespace Shop.Identity;

/// <summary>The subjects of guests.</summary>
internal static class GuestIds
{
    public const string Prefix = "guest-";

    public static bool IsGuest(string subject) => subject.StartsWith(Prefix, StringComparison.Ordinal);
}
