using Microsoft.Extensions.Logging;

namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>One structured log entry; times are nanoseconds since 1970.</summary>
internal sealed class LogEntry
{
    /// <summary>Counts up as entries arrive.</summary>
    public long Number { get; set; }

    public required TelemetryResource Resource { get; init; }

    public required TelemetryScope Scope { get; init; }

    public long Time { get; init; }

    /// <summary>OpenTelemetry's severity number, 1 to 24, or 0.</summary>
    public int Severity { get; init; }

    public string SeverityText { get; init; } = "";

    public string Message { get; init; } = "";

    public string EventName { get; init; } = "";

    public TraceId TraceId { get; init; }

    public SpanId SpanId { get; init; }

    public IReadOnlyList<TelemetryAttribute> Attributes { get; init; } = [];

    public LogLevel Level => Severity switch
    {
        0 => LogLevel.Information,
        <= 4 => LogLevel.Trace,
        <= 8 => LogLevel.Debug,
        <= 12 => LogLevel.Information,
        <= 16 => LogLevel.Warning,
        <= 20 => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
