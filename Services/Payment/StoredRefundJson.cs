using System.Text.Json.Serialization;

namespace Shop.Payments;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<StoredRefund>))]
[JsonSerializable(typeof(List<StoredRefund>))]
internal sealed partial class StoredRefundJson : JsonSerializerContext;
