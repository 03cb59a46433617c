using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;

namespace Aspire.Dashboard.Otlp;

/// <summary>Reads an ExportLogsServiceRequest.</summary>
internal sealed class LogDecoder(CommonDecoder common)
{
    /// <returns>The entries, and how many were not taken: those of a resource too many.</returns>
    public (IReadOnlyList<LogEntry> Entries, int Rejected) Decode(ReadOnlySpan<byte> request)
    {
        var entries = new List<LogEntry>();
        var rejected = 0;
        ExportReader.Read(request, common, (resource, scope, item) =>
        {
            if (resource is not null)
            {
                entries.Add(Entry(resource, scope, item));
            }
            else
            {
                rejected++;
            }
        });
        return (entries, rejected);
    }

    private LogEntry Entry(TelemetryResource resource, TelemetryScope scope, WireReader message)
    {
        var (time, observed, severity, severityText) = (0L, 0L, 0, "");
        var (body, eventName, trace, span) = ("", "", default(TraceId), default(SpanId));
        var attributes = new List<TelemetryAttribute>();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: time = message.Nanoseconds(); break;
                case 2: severity = (int)message.Varint(); break;
                case 3: severityText = message.Text(); break;
                case 5: body = common.Value(message.Message()).ToString(); break;
                case 6: common.Attribute(message.Message(), attributes); break;
                case 9: trace = TraceId.Read(message.Bytes()); break;
                case 10: span = SpanId.Read(message.Bytes()); break;
                case 11: observed = message.Nanoseconds(); break;
                case 12: eventName = message.Text(); break;
                default: message.Skip(); break;
            }
        }
        return new LogEntry
        {
            Resource = resource,
            Scope = scope,
            Time = time == 0 ? observed : time,
            Severity = severity,
            SeverityText = severityText,
            Message = body,
            EventName = eventName,
            TraceId = trace,
            SpanId = span,
            Attributes = [.. attributes],
        };
    }
}
