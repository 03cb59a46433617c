using System.Text.Json.Serialization;

namespace Shop.Carts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SealedCart))]
[JsonSerializable(typeof(IReadOnlyList<OrderedElsewhere>))]
internal sealed partial class SealedCartJson : JsonSerializerContext;
