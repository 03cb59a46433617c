using System.Buffers.Binary;
using System.Globalization;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Otlp;

/// <summary>
/// OTLP over gRPC. Three unary calls need no gRPC server: a call is a POST of one frame over HTTP/2, and its status stands in the trailers.
/// </summary>
internal sealed class OtlpGrpc(OtlpIntake intake, OtlpAccess access, TelemetryLimits limits)
{
    private const int FrameHeader = 5;

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/opentelemetry.proto.collector.trace.v1.TraceService/Export", OtlpSignal.Traces);
        Map(routes, "/opentelemetry.proto.collector.logs.v1.LogsService/Export", OtlpSignal.Logs);
        Map(routes, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", OtlpSignal.Metrics);
        routes.MapFallback(context => RespondAsync(context, new GrpcOutcome(GrpcCode.Unimplemented, "This endpoint takes OTLP over gRPC: Export of traces, logs and metrics.", [])));
    }

    private void Map(IEndpointRouteBuilder routes, string path, OtlpSignal signal) =>
        routes.MapPost(path, async context => await RespondAsync(context, await ExportAsync(context, signal)));

    private async Task<GrpcOutcome> ExportAsync(HttpContext context, OtlpSignal signal)
    {
        if (!access.IsAllowed(context.Request))
        {
            return new(GrpcCode.Unauthenticated, $"The header {OtlpAccess.Header} is missing, or its key is another one.", []);
        }
        var frame = await RequestBody.ReadAsync(context.Request.Body, limits.MaxRequestSize, context.RequestAborted);
        if (frame is null)
        {
            return TooLarge();
        }
        if (frame.Length < FrameHeader || BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(1)) != frame.Length - FrameHeader)
        {
            return new(GrpcCode.InvalidArgument, "The body is not one gRPC message.", []);
        }
        try
        {
            var message = frame[0] == 0 ? frame.AsMemory(FrameHeader) : await RequestBody.UnzipAsync(frame[FrameHeader..], limits.MaxRequestSize, context.RequestAborted);
            return message is { } whole ? new(GrpcCode.Ok, "", OtlpResponse.Export(intake.Take(signal, whole.Span))) : TooLarge();
        }
        catch (Exception exception) when (exception is OtlpFormatException or InvalidDataException)
        {
            return new(GrpcCode.InvalidArgument, $"This is no OTLP: {exception.Message}", []);
        }
    }

    private GrpcOutcome TooLarge() => new(GrpcCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture, $"A request may have {limits.MaxRequestSize} bytes."), []);

    private static async Task RespondAsync(HttpContext context, GrpcOutcome outcome)
    {
        context.Response.ContentType = "application/grpc";
        if (outcome.Code == GrpcCode.Ok)
        {
            var frame = new byte[FrameHeader + outcome.Message.Length];
            BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)outcome.Message.Length);
            outcome.Message.CopyTo(frame, FrameHeader);
            await context.Response.Body.WriteAsync(frame, context.RequestAborted);
        }
        // After a body the status is a trailer; without one, the headers are all there is.
        void Place(string name, string value)
        {
            if (outcome.Code == GrpcCode.Ok)
            {
                context.Response.AppendTrailer(name, value);
            }
            else
            {
                context.Response.Headers[name] = value;
            }
        }
        Place("grpc-status", ((int)outcome.Code).ToString(CultureInfo.InvariantCulture));
        Place("grpc-message", Uri.EscapeDataString(outcome.Text));
    }
}
