using System.Text.Json.Serialization;

namespace Shop.ServiceDefaults.Security;

[JsonSerializable(typeof(JsonWebKeyDocument))]
internal sealed partial class JsonWebKeyJson : JsonSerializerContext;
