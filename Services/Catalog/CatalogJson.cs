using System.Text.Json.Serialization;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Catalog;

/// <summary>The documents in Postgres: the contract's messages, with their field names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate)]
[JsonSerializable(typeof(IEnumerable<ProductAttribute>))]
[JsonSerializable(typeof(IEnumerable<ProductOption>))]
[JsonSerializable(typeof(IEnumerable<SelectedOption>))]
[JsonSerializable(typeof(IEnumerable<Image>))]
[JsonSerializable(typeof(IEnumerable<PriceEntry>))]
[JsonSerializable(typeof(IEnumerable<Variant>))]
internal sealed partial class CatalogJson : JsonSerializerContext;
