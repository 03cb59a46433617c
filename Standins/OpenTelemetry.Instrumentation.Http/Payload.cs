using System.Collections.Concurrent;
using System.Reflection;

namespace OpenTelemetry.Instrumentation.Http;

/// <summary>Reads the diagnostic payloads of HttpClient, whose types are internal to the runtime.</summary>
internal static class Payload
{
    private static readonly ConcurrentDictionary<(Type Payload, string Name), PropertyInfo?> Properties = new();

    public static HttpRequestMessage? Request(object? payload) => Read(payload, "Request") as HttpRequestMessage;

    public static HttpResponseMessage? Response(object? payload) => Read(payload, "Response") as HttpResponseMessage;

    public static Exception? Exception(object? payload) => Read(payload, "Exception") as Exception;

    private static object? Read(object? payload, string name) =>
        payload is null ? null : Properties.GetOrAdd((payload.GetType(), name), Find)?.GetValue(payload);

    private static PropertyInfo? Find((Type Payload, string Name) key) => key.Payload.GetProperty(key.Name);
}
