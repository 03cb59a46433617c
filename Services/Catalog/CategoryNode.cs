using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A category, and where it stands.</summary>
/// <param name="Category">The category with its count. Nobody may change it.</param>
/// <param name="Place">The positions from the top down, its own last.</param>
internal sealed record CategoryNode(Category Category, int[] Place);
