using System.Globalization;
using Aspire.Dashboard.Api.Rows;
using Aspire.Dashboard.Overview;
using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Traces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Api;

/// <summary>What the pages ask for once, beside what is pushed to them.</summary>
internal sealed class PageApi(DashboardOptions options, TelemetryStore telemetry, PeerNames peers, OverviewFile overview, TimeProvider time)
{
    private const int MostBacklinks = 20;
    private const int LateItems = 2000;
    private const int MostValues = 100;
    private const int LongestValue = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/application", context => context.WriteAsync(
            new ApplicationInfo(options.ApplicationName, options.OverviewFile is { } file && File.Exists(file), options.AllowAnonymous, overview.Read()?.Title, !options.DisableResourceGraph, !options.DisableImport), DashboardJson.Default.ApplicationInfo));
        routes.MapGet("/api/logs/{number}", context => context.WriteAsync(
            long.TryParse(context.Route("number"), CultureInfo.InvariantCulture, out var number) && telemetry.Logs.Find(number) is { } entry ? PageRows.Details(entry) : null, DashboardJson.Default.LogDetails));
        routes.MapGet("/api/traces/{id}/spans/{span}", context => context.WriteAsync(Span(context.Route("id"), context.Route("span")), DashboardJson.Default.SpanDetails));
        routes.MapGet("/api/chart", context => context.WriteAsync(telemetry.Metrics.Chart(ChartQuery.Of(context.Arguments()), time), DashboardJson.Default.Chart));
        routes.MapGet("/api/fields/{signal}", context => context.WriteAsync(Fields(context.Route("signal")), DashboardJson.Default.IReadOnlyListString));
        routes.MapGet("/api/fields/{signal}/values", context =>
            context.WriteAsync(Values(context.Route("signal"), context.Request.Query["field"].ToString()), DashboardJson.Default.IReadOnlyListString));
        routes.MapPost("/api/telemetry/clear", context =>
        {
            Clear(context);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private SpanDetails? Span(string traceId, string spanId)
    {
        if (!TraceId.TryParse(traceId, out var id) || telemetry.Traces.Find(id) is not { } spans || spans.FirstOrDefault(span => span.Id.ToString() == spanId) is not { } span)
        {
            return null;
        }
        var linking = telemetry.Traces.LinkedTo(id, MostBacklinks).Where(other => other.Links.Any(link => link.SpanId == span.Id)).ToArray();
        return PageRows.Details(span, spans, linking, Linked, peers.Of(span));
    }

    private Span? Linked(SpanLink link) => telemetry.Traces.Find(link.TraceId)?.FirstOrDefault(span => span.Id == link.SpanId);

    // What may be filtered by, of what has come lately.
    private IReadOnlyList<string> Fields(string signal)
    {
        var keys = signal == "logs" ? LateLogs().SelectMany(entry => entry.Attributes.Select(a => a.Key)) : LateSpans().SelectMany(span => span.Attributes.Select(a => a.Key));
        string[] known = signal == "logs" ? ["message", "category", "level", "event", "resource", "traceId", "spanId", "timestamp"] : ["name", "duration", "kind", "status", "peer", "resource", "scope", "traceId"];
        return [.. known, .. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    // What a field's value was lately, the most frequent first.
    private IReadOnlyList<string> Values(string signal, string field)
    {
        var values = signal == "logs" ? LateLogs().Select(entry => LogQuery.Field(entry, field)) : LateSpans().Select(span => TraceQuery.Field(span, field, peers));
        return [.. values.Where(value => value is { Length: > 0 and <= LongestValue }).CountBy(value => value!).OrderByDescending(entry => entry.Value).Take(MostValues).Select(entry => entry.Key)];
    }

    private IReadOnlyList<LogEntry> LateLogs() => telemetry.Logs.Query(0, LateItems, _ => true).Entries;

    private IReadOnlyList<Span> LateSpans() => telemetry.Traces.Spans(LateItems, _ => true);

    private void Clear(HttpContext context)
    {
        var resource = new ResourceQuery(context.Request.Query["resource"]);
        var signal = context.Request.Query["signal"].ToString();
        if (signal is "" or "logs")
        {
            telemetry.Logs.Clear(resource.Matches);
        }
        if (signal is "" or "traces")
        {
            telemetry.Traces.Clear(resource.Matches);
        }
        if (signal is "" or "metrics")
        {
            telemetry.Metrics.Clear(resource.Matches);
        }
    }
}
