using System.Text.Json;

namespace Shop.Tests.Interop;

/// <summary>A span, a log record or a metric.</summary>
/// <param name="Resource">The attributes of who sent it.</param>
/// <param name="Scope">The library that made it.</param>
/// <param name="Json">As OTLP's JSON has it.</param>
internal sealed record OtlpItem(IReadOnlyDictionary<string, string> Resource, string Scope, JsonElement Json)
{
    public string Service => Resource.GetValueOrDefault("service.name", "");

    public string this[string name] => OtlpTelemetry.Text(Json, name);
}
