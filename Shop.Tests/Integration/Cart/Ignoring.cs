using Shop.Contracts.Cart.V1;

namespace Shop.Tests.Integration.Carts;

internal static class Ignoring
{
    /// <summary>The same cart, but for when it expires: that moves with every look at it.</summary>
    public static readonly IEqualityComparer<Cart> ExpireTime = EqualityComparer<Cart>.Create((a, b) => Timeless(a).Equals(Timeless(b)), cart => cart.OwnerId.GetHashCode(StringComparison.Ordinal));

    private static Cart Timeless(Cart? cart)
    {
        var timeless = cart!.Clone();
        timeless.ExpireTime = null;
        return timeless;
    }
}
