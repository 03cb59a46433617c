using Shop.ServiceDefaults.Security;

namespace Shop.Carts;

/// <summary>How much a cart holds, and how long.</summary>
internal static class CartLimits
{
    public const int Lines = 100;
    public const int Quantity = 999;
    public static readonly TimeSpan RequestLife = TimeSpan.FromDays(1);
    public static readonly TimeSpan MessageLife = TimeSpan.FromDays(7);

    /// <summary>How long a cart lives after its owner's last call.</summary>
    public static TimeSpan LifeFor(Caller caller) => TimeSpan.FromDays(caller.Role == Roles.Guest ? 30 : 90);
}
