using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Otlp.Json;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Api;

/// <summary>
/// Traces, logs and consoles as a file: to be kept, or sent to somebody who looks at them in a dashboard of his own. Both are OTLP's JSON in a zip.
/// Metrics stay: of them only what the charts need is kept.
/// </summary>
internal sealed class TelemetryFiles(DashboardOptions options, TelemetryStore telemetry, ConsoleStore console, OtlpIntake intake, TimeProvider time)
{
    // Of one file within the zip, for one byte that may be sent.
    private const int MostUnpacked = 16;

    private static readonly (string Root, OtlpSignal Signal)[] Signals = [("resourceSpans", OtlpSignal.Traces), ("resourceLogs", OtlpSignal.Logs), ("resourceMetrics", OtlpSignal.Metrics)];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/telemetry/export", ExportAsync);
        if (!options.DisableImport)
        {
            routes.MapPost("/api/telemetry/import", ImportAsync);
        }
    }

    private async Task ExportAsync(HttpContext context)
    {
        var resource = new ResourceQuery(context.Request.Query["resource"]);
        var signal = context.Request.Query["signal"].ToString();
        using var content = new MemoryStream();
        await using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (signal is "" or "traces")
            {
                Add(zip, "traces.json", json => OtlpJson.Spans(json, telemetry.Traces.Spans(int.MaxValue, span => resource.Matches(span.Resource))));
            }
            if (signal is "" or "logs")
            {
                Add(zip, "structuredlogs.json", json => OtlpJson.Logs(json, telemetry.Logs.Query(0, int.MaxValue, entry => resource.Matches(entry.Resource)).Entries));
            }
            if (signal is "")
            {
                AddConsoles(zip, resource);
            }
        }
        context.Response.ContentType = "application/zip";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"telemetry-{time.GetUtcNow():yyyyMMdd-HHmmss}.zip\"";
        context.Response.Headers.CacheControl = "no-store";
        content.Position = 0;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static void Add(ZipArchive zip, string name, Action<Utf8JsonWriter> write)
    {
        using var file = zip.CreateEntry(name).Open();
        using var json = new Utf8JsonWriter(file);
        write(json);
    }

    private void AddConsoles(ZipArchive zip, ResourceQuery wanted)
    {
        foreach (var lines in console.After(0, [], int.MaxValue).Where(line => wanted.Matches(line.Resource, line.Resource)).GroupBy(line => line.Resource))
        {
            using var file = new StreamWriter(zip.CreateEntry($"consolelogs/{lines.Key}.txt").Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            foreach (var line in lines)
            {
                file.Write($"{DateTimeOffset.FromUnixTimeMilliseconds(line.Time):yyyy-MM-ddTHH:mm:ss.fffZ} {line.Text}\n");
            }
        }
    }

    // What cannot be read is refused as a whole; what was read before it stays.
    private async Task ImportAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request.Body, telemetry.Limits.MaxRequestSize, context.RequestAborted);
        try
        {
            if (body is null)
            {
                await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, $"A file may have {telemetry.Limits.MaxRequestSize} bytes.");
            }
            else if (body.AsSpan().StartsWith("PK"u8))
            {
                await ImportZipAsync(body, context.RequestAborted);
            }
            else
            {
                Import(body);
            }
        }
        catch (Exception exception) when (exception is OtlpFormatException or InvalidDataException or JsonException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"This is no telemetry: {exception.Message}");
        }
    }

    private async Task ImportZipAsync(byte[] body, CancellationToken cancellationToken)
    {
        await using var zip = new ZipArchive(new MemoryStream(body));
        foreach (var entry in zip.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
        {
            await using var file = await entry.OpenAsync(cancellationToken);
            Import(await RequestBody.ReadAsync(file, telemetry.Limits.MaxRequestSize * MostUnpacked, cancellationToken) ?? throw new InvalidDataException($"{entry.Name} is too large once unpacked."));
        }
    }

    private void Import(byte[] json)
    {
        var found = Signals.Where(entry => json.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{entry.Root}\"")) >= 0).ToArray();
        if (found.Length == 0)
        {
            throw new InvalidDataException("It is neither a zip nor OTLP's JSON.");
        }
        foreach (var (_, signal) in found)
        {
            intake.Take(signal, OtlpJsonReader.ToProtobuf(signal, json));
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
