namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>One operation; times are nanoseconds since 1970.</summary>
internal sealed class Span
{
    public required TelemetryResource Resource { get; init; }

    public required TelemetryScope Scope { get; init; }

    public required TraceId TraceId { get; init; }

    public required SpanId Id { get; init; }

    public SpanId ParentId { get; init; }

    public string Name { get; init; } = "";

    public SpanKind Kind { get; init; }

    public long Start { get; init; }

    public long End { get; init; }

    public SpanStatus Status { get; init; }

    public string StatusMessage { get; init; } = "";

    public string TraceState { get; init; } = "";

    public IReadOnlyList<TelemetryAttribute> Attributes { get; init; } = [];

    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    public bool HasFailed => Status == SpanStatus.Error;
}
