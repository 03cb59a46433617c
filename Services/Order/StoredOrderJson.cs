using System.Text.Json.Serialization;

namespace Shop.Orders;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<StoredLine>))]
[JsonSerializable(typeof(List<StoredQuantity>))]
[JsonSerializable(typeof(List<StoredShipment>))]
[JsonSerializable(typeof(List<StoredRefund>))]
internal sealed partial class StoredOrderJson : JsonSerializerContext;
