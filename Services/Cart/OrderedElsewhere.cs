using System.Text.Json;

namespace Shop.Carts;

/// <summary>Ordered pieces of a guest's cart that a merge has carried into a customer's, as <c>take-off.lua</c> answers.</summary>
/// <param name="Merge">The merge.</param>
/// <param name="Customer">Whose cart they went into.</param>
/// <param name="Lines">How many, by SKU.</param>
internal sealed record OrderedElsewhere(string Merge, string Customer, IReadOnlyDictionary<string, int> Lines)
{
    // Orders of before there was an answer were noted as 1.
    public static IReadOnlyList<OrderedElsewhere> Parse(string? json) =>
        json is null or "" or "1" ? [] : JsonSerializer.Deserialize(json, SealedCartJson.Default.IReadOnlyListOrderedElsewhere)!;
}
