using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A product as it is to be stored.</summary>
/// <param name="Product">The product, with the prices of this moment.</param>
/// <param name="NextPriceTime">When they will be others; null when they will not by themselves.</param>
internal sealed record Settled(Product Product, DateTime? NextPriceTime);
