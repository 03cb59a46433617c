using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Load.Running;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunningApp))]
internal sealed partial class RunningAppJson : JsonSerializerContext;
