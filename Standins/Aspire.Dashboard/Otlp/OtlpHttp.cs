using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Otlp;

/// <summary>OTLP over HTTP, in protobuf.</summary>
internal sealed class OtlpHttp(OtlpIntake intake, OtlpAccess access, TelemetryLimits limits)
{
    private const string Protobuf = "application/x-protobuf";

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/v1/traces", OtlpSignal.Traces);
        Map(routes, "/v1/logs", OtlpSignal.Logs);
        Map(routes, "/v1/metrics", OtlpSignal.Metrics);
    }

    private void Map(IEndpointRouteBuilder routes, string path, OtlpSignal signal) => routes.MapPost(path, async context =>
    {
        var (status, content) = await ExportAsync(context, signal);
        context.Response.StatusCode = status;
        context.Response.ContentType = Protobuf;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    });

    private async Task<(int Status, byte[] Content)> ExportAsync(HttpContext context, OtlpSignal signal)
    {
        if (!access.IsAllowed(context.Request))
        {
            return Refuse(StatusCodes.Status401Unauthorized, GrpcCode.Unauthenticated, $"The header {OtlpAccess.Header} is missing, or its key is another one.");
        }
        if (context.Request.ContentType?.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase) != true)
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, GrpcCode.InvalidArgument, $"OTLP is taken as {Protobuf}.");
        }
        var body = await RequestBody.ReadAsync(context.Request.Body, limits.MaxRequestSize, context.RequestAborted);
        try
        {
            if (body is not null && context.Request.IsGzip("Content-Encoding"))
            {
                body = await RequestBody.UnzipAsync(body, limits.MaxRequestSize, context.RequestAborted);
            }
            return body is null
                ? Refuse(StatusCodes.Status413PayloadTooLarge, GrpcCode.ResourceExhausted, "The request is too large.")
                : (StatusCodes.Status200OK, OtlpResponse.Export(intake.Take(signal, body)));
        }
        catch (Exception exception) when (exception is OtlpFormatException or InvalidDataException)
        {
            return Refuse(StatusCodes.Status400BadRequest, GrpcCode.InvalidArgument, $"This is no OTLP: {exception.Message}");
        }
    }

    private static (int Status, byte[] Content) Refuse(int status, GrpcCode code, string message) => (status, OtlpResponse.Status((int)code, message));
}
