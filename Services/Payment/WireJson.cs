using System.Text.Json.Serialization;

namespace Shop.Payments;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(WirePayment))]
[JsonSerializable(typeof(WireList))]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireEvent))]
[JsonSerializable(typeof(WireAuthorize))]
[JsonSerializable(typeof(WireVoid))]
internal sealed partial class WireJson : JsonSerializerContext;
