namespace Shop.Inventory;

/// <summary>Which entries of the ledger are wanted; what is null narrows nothing.</summary>
internal sealed record MovementFilter(string? Sku, string? LocationId, Guid? OrderId);
