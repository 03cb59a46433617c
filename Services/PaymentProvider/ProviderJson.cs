using System.Text.Json.Serialization;

namespace Shop.PaymentProvider;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Charge))]
[JsonSerializable(typeof(ChargeList))]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(VoidRequest))]
[JsonSerializable(typeof(RefundEntry))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class ProviderJson : JsonSerializerContext;
