using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Queries;

/// <summary>What a span is about, by the attributes that the semantic conventions give it.</summary>
internal static class SpanTypes
{
    public static string Of(Span span)
    {
        foreach (var attribute in span.Attributes)
        {
            if (ByKey(attribute.Key) is { } type)
            {
                return type;
            }
        }
        return "other";
    }

    private static string? ByKey(string key) => key switch
    {
        _ when key.StartsWith("db.", StringComparison.Ordinal) => "database",
        _ when key.StartsWith("messaging.", StringComparison.Ordinal) => "messaging",
        _ when key.StartsWith("rpc.", StringComparison.Ordinal) || key == "grpc.method" => "rpc",
        "http.request.method" or "http.method" => "http",
        _ when key.StartsWith("gen_ai.", StringComparison.Ordinal) => "genai",
        _ when key.StartsWith("aws.", StringComparison.Ordinal) || key.StartsWith("az.", StringComparison.Ordinal) || key.StartsWith("faas.", StringComparison.Ordinal) => "cloud",
        _ => null,
    };
}
