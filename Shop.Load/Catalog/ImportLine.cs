using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary>A line of an import: what it says, or why it says nothing.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Product">The product.</param>
/// <param name="Failure">What is wrong with it.</param>
internal sealed record ImportLine(int Number, Product? Product, ImportLineFailure? Failure);
