namespace Shop.Orders;

/// <summary>An option that tells the line's variant from its siblings.</summary>
internal sealed record StoredOption(string Name, string Value);
