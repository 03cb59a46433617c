using System.Text.Json;
using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Api;

/// <summary>
/// Aspire's HTTP API for scripts and agents, with its paths: telemetry as OTLP JSON; with <c>follow=true</c> logs and spans go on as
/// they come, a JSON object a line. Filters are those of the pages: resource, text, level, traceId, hasError, filters, limit.
/// </summary>
internal sealed class TelemetryApi(DashboardOptions options, TelemetryStore telemetry, PeerNames peers)
{
    private const int DefaultLimit = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        if (options.DisableApi)
        {
            return;
        }
        routes.MapGet("/api/telemetry/resources", ResourcesAsync).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/telemetry/spans", context => IsFollowed(context) ? FollowSpansAsync(context) : SpansAsync(context)).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/telemetry/logs", context => IsFollowed(context) ? FollowLogsAsync(context) : LogsAsync(context)).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/telemetry/traces", TracesAsync).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/telemetry/traces/{traceId}", TraceAsync).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/telemetry/metrics", context => context.WriteAsync(
            Live.LiveTopics.Instruments(telemetry), DashboardJson.Default.IReadOnlyListInstrumentRow)).WithMetadata(Access.ApiKey);
        // Whoever gets here has the key, or a cookie.
        routes.MapPost("/api/telemetry/validateToken", context =>
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return Task.CompletedTask;
        }).WithMetadata(Access.ApiKey);
    }

    private static bool IsFollowed(HttpContext context) => context.Request.Query["follow"] == "true";

    private static int Limit(HttpContext context) => context.Arguments().Number("limit", DefaultLimit, int.MaxValue);

    private Task ResourcesAsync(HttpContext context) => WriteAsync(context, json =>
    {
        json.WriteStartArray();
        foreach (var resource in telemetry.Resources.All)
        {
            OtlpJson.Resource(json, resource);
        }
        json.WriteEndArray();
    });

    private Task SpansAsync(HttpContext context)
    {
        var query = new TraceQuery(context.Arguments(), peers);
        return WriteAsync(context, json => OtlpJson.Spans(json, telemetry.Traces.Spans(Limit(context), query.Matches)));
    }

    private Task LogsAsync(HttpContext context)
    {
        var query = new LogQuery(context.Arguments());
        return WriteAsync(context, json => OtlpJson.Logs(json, telemetry.Logs.Query(0, Limit(context), query.Matches).Entries));
    }

    private Task TracesAsync(HttpContext context)
    {
        var query = new TraceQuery(context.Arguments(), peers);
        var (traces, _, _) = telemetry.Traces.Query(0, Limit(context), query.Matches);
        return WriteAsync(context, json => OtlpJson.Spans(json, traces.SelectMany(trace => telemetry.Traces.Find(trace.Id) ?? [])));
    }

    private Task TraceAsync(HttpContext context)
    {
        if (TraceId.TryParse(context.Route("traceId"), out var id) && telemetry.Traces.Find(id) is { } spans)
        {
            return WriteAsync(context, json => OtlpJson.Spans(json, spans));
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task FollowLogsAsync(HttpContext context)
    {
        var query = new LogQuery(context.Arguments());
        var (seen, last) = (-1L, 0L);
        while (true)
        {
            await telemetry.Logs.Changed.WaitAsync(seen, context.RequestAborted);
            seen = telemetry.Logs.Changed.Version;
            var (entries, now) = telemetry.Logs.Query(last, int.MaxValue, query.Matches);
            last = now;
            await WriteLineAsync(context, entries.Count, json => OtlpJson.Logs(json, entries));
        }
    }

    private async Task FollowSpansAsync(HttpContext context)
    {
        var query = new TraceQuery(context.Arguments(), peers);
        var (seen, version) = (-1L, 0L);
        var sent = new HashSet<(TraceId, SpanId)>();
        while (true)
        {
            await telemetry.Traces.Changed.WaitAsync(seen, context.RequestAborted);
            seen = telemetry.Traces.Changed.Version;
            var (traces, now, _) = telemetry.Traces.Query(version, int.MaxValue, query.Matches);
            version = now;
            var all = traces.SelectMany(trace => telemetry.Traces.Find(trace.Id) ?? []).ToArray();
            var spans = all.Where(span => query.Matches(span) && sent.Add((span.TraceId, span.Id))).ToArray();
            if (sent.Count > telemetry.Limits.MaxSpanCount)
            {
                sent = [.. all.Select(span => (span.TraceId, span.Id))];
            }
            await WriteLineAsync(context, spans.Length, json => OtlpJson.Spans(json, spans));
        }
    }

    private static async Task WriteLineAsync(HttpContext context, int count, Action<Utf8JsonWriter> write)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/x-ndjson";
            await context.Response.StartAsync(context.RequestAborted);
        }
        if (count > 0)
        {
            await WriteAsync(context, write);
            await context.Response.WriteAsync("\n", context.RequestAborted);
        }
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType ??= "application/json";
            context.Response.Headers.CacheControl = "no-store";
        }
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        write(json);
        await json.FlushAsync(context.RequestAborted);
    }
}
