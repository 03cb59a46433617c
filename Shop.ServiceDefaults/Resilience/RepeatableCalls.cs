using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>Which calls may be sent again when the first try's fate is unknown: those that change nothing, and those that carry a request_id.</summary>
public static class RepeatableCalls
{
    private static readonly string[] ReadingVerbs = ["Get", "BatchGet", "List", "Search", "Watch", "Export", "Check", "Recommend"];
    private static readonly ConcurrentDictionary<MessageDescriptor, IFieldAccessor?> RequestIds = new();

    /// <summary>Whether a call with this request may be sent again.</summary>
    public static bool IsRepeatable(string methodName, object request) => IsReading(methodName) || HasRequestId(request);

    /// <summary>Whether the rpc's name says that it only reads. The contracts name all rpcs by such verbs.</summary>
    public static bool IsReading(string methodName) => ReadingVerbs.Any(verb => BeginsWithVerb(methodName, verb));

    // "Checkout" begins with "Check", and is no check.
    private static bool BeginsWithVerb(string name, string verb) =>
        name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsAsciiLetterUpper(name[verb.Length]));

    private static bool HasRequestId(object request) =>
        request is IMessage message
        && RequestIds.GetOrAdd(message.Descriptor, descriptor => descriptor.FindFieldByName("request_id")?.Accessor) is { } accessor
        && accessor.GetValue(message) is string { Length: > 0 };
}
