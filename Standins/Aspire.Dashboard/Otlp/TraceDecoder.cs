using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Otlp;

/// <summary>Reads an ExportTraceServiceRequest.</summary>
internal sealed class TraceDecoder(CommonDecoder common)
{
    /// <returns>The spans, and how many were not taken: those without ids, and those of a resource too many.</returns>
    public (IReadOnlyList<Span> Spans, int Rejected) Decode(ReadOnlySpan<byte> request)
    {
        var spans = new List<Span>();
        var rejected = 0;
        ExportReader.Read(request, common, (resource, scope, item) =>
        {
            if (resource is not null && Span(resource, scope, item) is { TraceId.IsEmpty: false, Id.IsEmpty: false } span)
            {
                spans.Add(span);
            }
            else
            {
                rejected++;
            }
        });
        return (spans, rejected);
    }

    private Span Span(TelemetryResource resource, TelemetryScope scope, WireReader message)
    {
        var (trace, id, parent) = (default(TraceId), default(SpanId), default(SpanId));
        var (name, state, start, end, kind) = ("", "", 0L, 0L, SpanKind.Unspecified);
        var (status, statusMessage) = (SpanStatus.Unset, "");
        List<TelemetryAttribute>? attributes = null;
        List<SpanEvent>? events = null;
        List<SpanLink>? links = null;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: trace = TraceId.Read(message.Bytes()); break;
                case 2: id = SpanId.Read(message.Bytes()); break;
                case 3: state = message.Text(); break;
                case 4: parent = SpanId.Read(message.Bytes()); break;
                case 5: name = message.Text(); break;
                case 6: kind = (SpanKind)message.Varint(); break;
                case 7: start = message.Nanoseconds(); break;
                case 8: end = message.Nanoseconds(); break;
                case 9: common.Attribute(message.Message(), attributes ??= []); break;
                case 11: AddEvent(message.Message(), events ??= []); break;
                case 13: (links ??= []).Add(Link(message.Message())); break;
                case 15: (status, statusMessage) = Status(message.Message()); break;
                default: message.Skip(); break;
            }
        }
        return new Span
        {
            Resource = resource,
            Scope = scope,
            TraceId = trace,
            Id = id,
            ParentId = parent,
            Name = name,
            Kind = kind,
            TraceState = state,
            Start = start,
            End = Math.Max(start, end),
            Status = status,
            StatusMessage = statusMessage,
            Attributes = attributes?.ToArray() ?? [],
            Events = events?.ToArray() ?? [],
            Links = links?.ToArray() ?? [],
        };
    }

    private void AddEvent(WireReader message, List<SpanEvent> events)
    {
        var (time, name) = (0L, "");
        var attributes = new List<TelemetryAttribute>();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: time = message.Nanoseconds(); break;
                case 2: name = message.Text(); break;
                case 3: common.Attribute(message.Message(), attributes); break;
                default: message.Skip(); break;
            }
        }
        if (events.Count < common.Limits.MaxSpanEventCount)
        {
            events.Add(new SpanEvent(name, time, [.. attributes]));
        }
    }

    private SpanLink Link(WireReader message)
    {
        var (trace, span) = (default(TraceId), default(SpanId));
        var attributes = new List<TelemetryAttribute>();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: trace = TraceId.Read(message.Bytes()); break;
                case 2: span = SpanId.Read(message.Bytes()); break;
                case 4: common.Attribute(message.Message(), attributes); break;
                default: message.Skip(); break;
            }
        }
        return new SpanLink(trace, span, [.. attributes]);
    }

    private static (SpanStatus Status, string Message) Status(WireReader message)
    {
        var (status, text) = (SpanStatus.Unset, "");
        while (message.Next())
        {
            switch (message.Field)
            {
                case 2: text = message.Text(); break;
                case 3: status = (SpanStatus)message.Varint(); break;
                default: message.Skip(); break;
            }
        }
        return (status, text);
    }
}
