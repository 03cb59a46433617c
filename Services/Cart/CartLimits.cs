using Shop.ServiceDefaults.Security;

namespace Shop.Carts;

/// <summary>How much a cart holds, and how long.</summary>
internal static class CartLimits
{
    /// <summary>Lines in the cart, and as many saved for later.</summary>
    public const int Lines = 100;
    public const int Quantity = 999;

    /// <summary>Notices that wait to be seen.</summary>
    public const int Notices = 200;

    public static readonly TimeSpan RequestLife = TimeSpan.FromDays(1);

    /// <summary>How long an order is known to have been taken off: far longer than any message is on its way.</summary>
    public static readonly TimeSpan OrderLife = TimeSpan.FromDays(30);

    /// <summary>How long a merge is known to have been applied: longer than a guest's cart waits for the end of one that was interrupted.</summary>
    public static readonly TimeSpan MergeLife = TimeSpan.FromDays(365);

    /// <summary>How long a guest's cart lives after its last call.</summary>
    public static readonly TimeSpan GuestLife = TimeSpan.FromDays(30);

    /// <summary>How long a customer's cart lives after its last call: customers come back by signing in, also on another device.</summary>
    public static readonly TimeSpan CustomerLife = TimeSpan.FromDays(90);

    public static TimeSpan LifeFor(Caller caller) => caller.Role == Roles.Guest ? GuestLife : CustomerLife;
}
