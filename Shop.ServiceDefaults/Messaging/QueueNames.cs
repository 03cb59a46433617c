using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>How queues are called.</summary>
public static partial class QueueNames
{
    /// <summary>The queue of a service for a message: <c>order.payment-authorized</c>.</summary>
    public static string Of(string service, MessageDescriptor message) => $"{service}.{Kebab(message.Name)}";

    /// <summary>Where messages of a queue end up that could not be consumed: <c>order.payment-authorized.dead</c>.</summary>
    public static string Dead(string queue) => $"{queue}.dead";

    /// <summary>
    /// Where messages of a service wait for their next try: <c>order.wait.5s</c>. The name of a queue and of the exchange before
    /// it; other delays are other queues, so that they can be changed while messages wait.
    /// </summary>
    public static string Wait(string service, TimeSpan delay) => $"{service}.wait.{Brief(delay)}";

    private static string Brief(TimeSpan delay) => delay switch
    {
        { TotalSeconds: var seconds } when seconds != Math.Truncate(seconds) => Invariant(delay.TotalMilliseconds, "ms"),
        { Seconds: 0 } => Invariant(delay.TotalMinutes, "m"),
        _ => Invariant(delay.TotalSeconds, "s"),
    };

    private static string Invariant(double value, string unit) => value.ToString("0", CultureInfo.InvariantCulture) + unit;

#pragma warning disable CA1308 // Queue names are lower case by convention; nothing is compared by it.
    private static string Kebab(string name) => Humps().Replace(name, "-").ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Humps();
}
