using System.Text.Json.Serialization;

namespace Shop.Carts;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SealedCart))]
internal sealed partial class SealedCartJson : JsonSerializerContext;
