namespace Aspire.Dashboard.Otlp.Json;

/// <param name="Number">On the wire.</param>
/// <param name="Message">What it holds, when it is a message.</param>
internal sealed record JsonField(int Number, JsonType Type, JsonMessage? Message = null);
