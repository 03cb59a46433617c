namespace Shop.Catalog;

/// <summary>The last change of a product.</summary>
/// <param name="Position">Where it stands among the others.</param>
/// <param name="Version">Rises with every change of the product.</param>
/// <param name="WasActive">Whether the world has ever seen it.</param>
internal sealed record ChangedProduct(ChangePosition Position, long Version, bool WasActive);
