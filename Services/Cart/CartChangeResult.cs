namespace Shop.Carts;

/// <summary>What became of a change.</summary>
/// <param name="Status">OK, or the reason why nothing was changed.</param>
/// <param name="Detail">What belongs to the reason, e.g. the quantity that is in the cart.</param>
/// <param name="Cart">The cart after it.</param>
internal sealed record CartChangeResult(string Status, string Detail, StoredCart Cart);
