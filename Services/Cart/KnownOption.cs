namespace Shop.Carts;

/// <summary>An option of a known listing.</summary>
internal sealed record KnownOption(string Name, string Value);
