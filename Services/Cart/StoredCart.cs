namespace Shop.Carts;

/// <summary>A cart as it is stored.</summary>
/// <param name="Version">Rises with every change; 0 for a cart that was never used.</param>
/// <param name="UpdateTime">When its contents last changed; null for a cart that was never used.</param>
/// <param name="Lines">What is in it, in the order it was put there.</param>
internal sealed record StoredCart(long Version, DateTimeOffset? UpdateTime, IReadOnlyList<StoredCartLine> Lines)
{
    public string Etag => $"\"{Version}\"";
}
