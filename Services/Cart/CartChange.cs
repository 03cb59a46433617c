namespace Shop.Carts;

/// <summary>A change of a cart that its owner asks for.</summary>
/// <param name="Operation">One of <see cref="CartOperations"/>.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="Fingerprint">What the request says, as a hash: the same id with another one is refused.</param>
/// <param name="Etag">The version it was decided on; empty for any.</param>
/// <param name="Sku">The SKU; empty for clear.</param>
/// <param name="Quantity">Pieces, for add and set.</param>
/// <param name="Listing">The SKU's listing, for add.</param>
internal sealed record CartChange(string Operation, string RequestId, string Fingerprint, string Etag, string Sku = "", int Quantity = 0, KnownListing? Listing = null);
