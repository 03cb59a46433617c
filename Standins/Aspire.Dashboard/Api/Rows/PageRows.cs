using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Api.Rows;

/// <summary>Turns what is stored into what the pages show.</summary>
internal static class PageRows
{
    private const int LongestMessage = 500;

    public static double Milliseconds(long nanoseconds) => Math.Round(nanoseconds / 1e6, 3);

    public static LogRow Of(LogEntry entry) => new(
        entry.Number, Milliseconds(entry.Time), entry.Level.ToString(), entry.Resource.Id, entry.Scope.Name, Shorten(entry.Message),
        entry.TraceId.IsEmpty ? null : entry.TraceId.ToString(), entry.SpanId.IsEmpty ? null : entry.SpanId.ToString(), HasException(entry));

    public static LogDetails Details(LogEntry entry) => new(
        Of(entry), entry.Message, entry.EventName, entry.SeverityText, Exception(entry), Of(entry.Attributes), Of(entry.Resource.Attributes));

    public static TraceRow Of(TraceSummary trace) => new(
        trace.Id.ToString(), trace.Name, trace.Resource.Id, Milliseconds(trace.Start), Milliseconds(trace.End - trace.Start), trace.SpanCount, trace.ErrorCount,
        [.. trace.Shares.Select(share => new ShareRow(share.Resource, share.Spans, share.Errors))]);

    public static SpanRow Of(Span span, long start, string? peer) => new(
        span.Id.ToString(), span.ParentId.IsEmpty ? null : span.ParentId.ToString(), span.Name, span.Resource.Id, peer, span.Kind.ToString(), SpanTypes.Of(span),
        Milliseconds(span.Start - start), Milliseconds(span.End - span.Start), span.HasFailed);

    public static TraceDetails Of(TraceId id, IReadOnlyList<Span> spans, IReadOnlyList<LogEntry> logs, PeerNames peers)
    {
        var start = spans.Min(span => span.Start);
        var callers = spans.Where(span => span.Kind is SpanKind.Server or SpanKind.Consumer).Select(span => span.ParentId).ToHashSet();
        var root = spans.Where(span => span.ParentId.IsEmpty).MinBy(span => span.Start) ?? spans.MinBy(span => span.Start)!;
        return new TraceDetails(
            id.ToString(), root.Name, Milliseconds(start), Milliseconds(spans.Max(span => span.End) - start),
            // Who is called is named by its own span, where it has one.
            [.. spans.OrderBy(span => span.Start).Select(span => Of(span, start, callers.Contains(span.Id) ? null : peers.Of(span)))],
            [.. logs.Select(log => new TraceLogRow(log.Number, Milliseconds(log.Time - start), log.Level.ToString(), log.SpanId.IsEmpty ? null : log.SpanId.ToString(), log.Resource.Id, Shorten(log.Message)))]);
    }

    public static SpanDetails Details(Span span, IReadOnlyList<Span> trace, IReadOnlyList<Span> linking, Func<SpanLink, Span?> linked, string? peer)
    {
        var start = trace.Min(other => other.Start);
        return new SpanDetails(
            Of(span, start, peer), Milliseconds(span.Start), span.Status.ToString(), span.StatusMessage, span.Scope.Name, Of(span.Attributes), Of(span.Resource.Attributes),
            [.. span.Events.Select(e => new EventRow(e.Name, Milliseconds(e.Time - start), Of(e.Attributes)))],
            [.. span.Links.Select(link => (link, Span: linked(link))).Select(l => new LinkRow(l.link.TraceId.ToString(), l.link.SpanId.ToString(), l.Span?.Name, l.Span?.Resource.Id))],
            [.. linking.Select(other => new LinkRow(other.TraceId.ToString(), other.Id.ToString(), other.Name, other.Resource.Id))]);
    }

    public static IReadOnlyList<AttributeRow> Of(IReadOnlyList<TelemetryAttribute> attributes) => [.. attributes.Select(a => new AttributeRow(a.Key, a.Value.ToString()))];

    private static bool HasException(LogEntry entry) => entry.Attributes.Any(a => a.Key is "exception.type" or "exception.stacktrace");

    private static string? Exception(LogEntry entry) =>
        entry.Attributes.Find("exception.stacktrace")
        ?? (entry.Attributes.Find("exception.type") is { } type ? $"{type}: {entry.Attributes.Find("exception.message")}" : null);

    private static string Shorten(string text) => text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";
}
