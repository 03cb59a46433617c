using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>A page of products to read.</summary>
/// <param name="CategoryId">Only those of this category and of those below it; null means of all.</param>
/// <param name="Statuses">Only those of these statuses.</param>
/// <param name="Ordering">What they are listed by.</param>
/// <param name="After">Where the page before ended; null for the first page.</param>
/// <param name="Size">At most so many.</param>
internal sealed record ProductQuery(
    Guid? CategoryId, IReadOnlyList<ProductStatus> Statuses, ProductOrdering Ordering, PagePosition? After, int Size);
