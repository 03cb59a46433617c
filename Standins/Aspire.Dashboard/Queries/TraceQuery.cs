using System.Globalization;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Queries;

/// <summary>Which traces are asked for: those with a span for which everything holds.</summary>
internal sealed class TraceQuery(QueryArguments arguments, PeerNames peers)
{
    private readonly ResourceQuery _resource = new(arguments["resource"]);
    private readonly string _text = arguments["text"] ?? "";
    private readonly string _type = arguments["type"] ?? "";
    private readonly bool _failed = arguments["hasError"] == "true";
    private readonly IReadOnlyList<Condition> _conditions = Conditions.Parse(arguments["filters"]);
    private readonly TraceId? _id = TraceId.TryParse(arguments["text"] ?? arguments["traceId"], out var id) ? id : null;

    public bool Matches(Trace trace)
    {
        if (_id is { } id)
        {
            return trace.Id == id;
        }
        return (!_failed || trace.Spans.Exists(span => span.HasFailed))
            && trace.Spans.Exists(span => _resource.Matches(span.Resource))
            && (_text.Length == 0 || trace.Spans.Exists(span => span.Name.Contains(_text, StringComparison.OrdinalIgnoreCase)))
            && ((_type.Length == 0 && _conditions.Count == 0) || trace.Spans.Exists(HasWhatIsAsked));
    }

    public bool Matches(Span span) =>
        (_id is null || span.TraceId == _id) && (!_failed || span.HasFailed) && _resource.Matches(span.Resource)
        && (_id is not null || _text.Length == 0 || span.Name.Contains(_text, StringComparison.OrdinalIgnoreCase))
        && HasWhatIsAsked(span);

    private bool HasWhatIsAsked(Span span) =>
        (_type.Length == 0 || SpanTypes.Of(span) == _type) && _conditions.All(condition => condition.Holds(Field(span, condition.Field, peers)));

    public static string? Field(Span span, string field, PeerNames peers) => field switch
    {
        "name" => span.Name,
        "kind" => span.Kind.ToString(),
        "status" => span.Status.ToString(),
        "resource" => span.Resource.Name,
        "peer" => peers.Of(span),
        "scope" => span.Scope.Name,
        "traceId" => span.TraceId.ToString(),
        "spanId" => span.Id.ToString(),
        "duration" => ((span.End - span.Start) / 1e6).ToString("0.###", CultureInfo.InvariantCulture),
        _ => span.Attributes.Find(field) ?? span.Resource.Attributes.Find(field),
    };
}
