using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>How things stand inside a writer's transaction.</summary>
/// <param name="Products">The products that were asked for, locked.</param>
/// <param name="Slugs">Whose the slugs are, of those that were asked for and are taken.</param>
/// <param name="SkuOwners">Whose the SKUs are, of those that were asked for and were ever given away.</param>
/// <param name="Categories">The categories that there are, of those that were asked for.</param>
internal sealed record Standing(
    IReadOnlyList<Product> Products,
    IReadOnlyDictionary<string, Guid> Slugs,
    IReadOnlyDictionary<string, Guid> SkuOwners,
    IReadOnlySet<Guid> Categories)
{
    /// <summary>Refuses a product that names what is another's or is not there.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">SLUG_TAKEN, SKU_TAKEN or CATEGORY_NOT_FOUND.</exception>
    public void Require(Product product)
    {
        var id = Guid.Parse(product.ProductId);
        if (Slugs.TryGetValue(product.Slug, out var other) && other != id)
        {
            throw ShopErrors.AlreadyExists("SLUG_TAKEN", $"The slug {product.Slug} is another product's.");
        }

        if (product.Variants.FirstOrDefault(variant => SkuOwners.TryGetValue(variant.Sku, out var owner) && owner != id) is { } taken)
        {
            throw ShopErrors.AlreadyExists("SKU_TAKEN", $"The SKU {taken.Sku} is or was another product's.", new Dictionary<string, string> { ["sku"] = taken.Sku });
        }

        if (product.CategoryIds.FirstOrDefault(category => !Categories.Contains(Guid.Parse(category))) is { } missing)
        {
            throw ShopErrors.NotFound("category", missing);
        }
    }
}
