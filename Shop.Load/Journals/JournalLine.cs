namespace Shop.Load.Journals;

/// <param name="Sku">The SKU.</param>
/// <param name="Quantity">Pieces.</param>
internal sealed record JournalLine(string Sku, int Quantity);
