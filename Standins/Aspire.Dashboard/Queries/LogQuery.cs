using System.Globalization;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Microsoft.Extensions.Logging;

namespace Aspire.Dashboard.Queries;

/// <summary>Which log entries are asked for.</summary>
internal sealed class LogQuery(QueryArguments arguments)
{
    private readonly ResourceQuery _resource = new(arguments["resource"]);
    private readonly LogLevel _level = Enum.TryParse<LogLevel>(arguments["level"], ignoreCase: true, out var level) ? level : LogLevel.Trace;
    private readonly string _text = arguments["text"] ?? "";
    private readonly TraceId? _trace = TraceId.TryParse(arguments["traceId"], out var trace) ? trace : null;
    private readonly IReadOnlyList<Condition> _conditions = Conditions.Parse(arguments["filters"]);

    public bool Matches(LogEntry entry) =>
        entry.Level >= _level
        && _resource.Matches(entry.Resource)
        && (_trace is null || entry.TraceId == _trace)
        && (_text.Length == 0 || entry.Message.Contains(_text, StringComparison.OrdinalIgnoreCase) || entry.Attributes.Find("exception.message")?.Contains(_text, StringComparison.OrdinalIgnoreCase) == true)
        && _conditions.All(condition => condition.Holds(Field(entry, condition.Field)));

    public static string? Field(LogEntry entry, string field) => field switch
    {
        "message" => entry.Message,
        "level" => entry.Level.ToString(),
        "resource" => entry.Resource.Name,
        "category" => entry.Scope.Name,
        "event" => entry.EventName.Length == 0 ? null : entry.EventName,
        "traceId" => entry.TraceId.IsEmpty ? null : entry.TraceId.ToString(),
        "spanId" => entry.SpanId.IsEmpty ? null : entry.SpanId.ToString(),
        "timestamp" => DateTimeOffset.FromUnixTimeMilliseconds(entry.Time / 1_000_000).ToString("O", CultureInfo.InvariantCulture),
        _ => entry.Attributes.Find(field) ?? entry.Resource.Attributes.Find(field),
    };
}
