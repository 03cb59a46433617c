using System.Text.Json.Serialization;

namespace Shop.Carts;

/// <summary>A merge that is under way, as <c>merge-seal.lua</c> writes it: what was in a guest's cart at one moment, under a name.</summary>
/// <param name="Id">Names it, for the customer's cart to take it in once.</param>
/// <param name="Request">The request that began it.</param>
/// <param name="Customer">Whose cart it is to fill.</param>
internal sealed record SealedCart(string Id, string Request, string Customer)
{
    /// <summary>All of it, for <c>merge-apply.lua</c>.</summary>
    [JsonIgnore]
    public string Text { get; init; } = "";
}
