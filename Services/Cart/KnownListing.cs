using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>What the cart keeps of a SKU's listing, to show it while Catalog is away.</summary>
internal sealed record KnownListing(string ProductId, string Slug, string Name, string ImageUrl, string Currency, long Price, IReadOnlyList<KnownOption> Options)
{
    [JsonIgnore]
    public Money UnitPrice => new() { CurrencyCode = Currency, MinorUnits = Price };

    public static KnownListing Of(VariantListing listing) => new(
        listing.ProductId, listing.ProductSlug, listing.ProductName, listing.Image?.Url ?? "", listing.Variant.Price.CurrencyCode, listing.Variant.Price.MinorUnits,
        [.. listing.Variant.Options.Select(option => new KnownOption(option.Name, option.Value))]);

    /// <summary>As it is stored; null for nothing.</summary>
    public static KnownListing? Parse(RedisValue json) =>
        json.IsNullOrEmpty ? null : JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)json).Span, KnownListingJson.Default.KnownListing);

    /// <summary>To be stored; empty for nothing.</summary>
    public static RedisValue ToJson(KnownListing? listing) => listing is null ? "" : JsonSerializer.SerializeToUtf8Bytes(listing, KnownListingJson.Default.KnownListing);

    public bool Equals(KnownListing? other) =>
        other is not null && Price == other.Price && Name == other.Name && ProductId == other.ProductId && Slug == other.Slug && ImageUrl == other.ImageUrl
        && Currency == other.Currency && Options.SequenceEqual(other.Options);

    public override int GetHashCode() => HashCode.Combine(ProductId, Name, Price);
}
