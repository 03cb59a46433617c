using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>What travels in a message's headers, beside id and type, which are AMQP properties.</summary>
internal static class MessageHeaders
{
    /// <summary>W3C trace context of the publish span.</summary>
    public const string TraceParent = "traceparent";

    /// <inheritdoc cref="TraceParent"/>
    public const string TraceState = "tracestate";

    /// <summary>Unix milliseconds; AMQP's own timestamp has seconds only.</summary>
    public const string OccurTime = "shop-occur-time";

    /// <summary>Which try comes next, from 1; absent is 1.</summary>
    public const string Attempt = "shop-attempt";

    /// <summary>How often it has waited, tries that do not count included.</summary>
    public const string Waits = "shop-waits";

    /// <summary>Unix milliseconds.</summary>
    public const string FirstFailureTime = "shop-first-failure-time";

    /// <summary>Unix milliseconds.</summary>
    public const string LastFailureTime = "shop-last-failure-time";

    /// <summary>Why it is a dead letter.</summary>
    public const string Reason = "shop-reason";

    public static string? Text(this IReadOnlyBasicProperties properties, string name) =>
        properties.Headers is { } headers && headers.TryGetValue(name, out var value)
            ? value switch
            {
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                string text => text,
                _ => null,
            }
            : null;

    public static long? Number(this IReadOnlyBasicProperties properties, string name) =>
        properties.Headers is { } headers && headers.TryGetValue(name, out var value) && value is long or int or short or byte
            ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
            : null;

    public static DateTimeOffset? Time(this IReadOnlyBasicProperties properties, string name) =>
        properties.Number(name) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
