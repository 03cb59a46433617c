using Aspire.Dashboard.Otlp.Json;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Otlp;

/// <summary>OTLP over HTTP, in protobuf or JSON; the answer is in what the request was in.</summary>
internal sealed class OtlpHttp(OtlpIntake intake, OtlpAccess access, TelemetryLimits limits)
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/v1/traces", OtlpSignal.Traces);
        Map(routes, "/v1/logs", OtlpSignal.Logs);
        Map(routes, "/v1/metrics", OtlpSignal.Metrics);
    }

    private void Map(IEndpointRouteBuilder routes, string path, OtlpSignal signal) => routes.MapPost(path, async context =>
    {
        var isJson = IsOf(context.Request, Json);
        var (status, code, text, rejected) = await ExportAsync(context, signal, isJson);
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? Json : Protobuf;
        var content = status == StatusCodes.Status200OK
            ? isJson ? OtlpJsonResponse.Export(signal, rejected) : OtlpResponse.Export(rejected)
            : isJson ? OtlpJsonResponse.Status((int)code, text) : OtlpResponse.Status((int)code, text);
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    });

    private async Task<(int Status, GrpcCode Code, string Text, int Rejected)> ExportAsync(HttpContext context, OtlpSignal signal, bool isJson)
    {
        if (!access.IsAllowed(context.Request))
        {
            return Refuse(StatusCodes.Status401Unauthorized, GrpcCode.Unauthenticated, $"The header {OtlpAccess.Header} is missing, or its key is another one.");
        }
        if (!isJson && !IsOf(context.Request, Protobuf))
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, GrpcCode.InvalidArgument, $"OTLP is taken as {Protobuf} or {Json}.");
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
                : (StatusCodes.Status200OK, GrpcCode.Ok, "", intake.Take(signal, isJson ? OtlpJsonReader.ToProtobuf(signal, body) : body));
        }
        catch (Exception exception) when (exception is OtlpFormatException or InvalidDataException)
        {
            return Refuse(StatusCodes.Status400BadRequest, GrpcCode.InvalidArgument, $"This is no OTLP: {exception.Message}");
        }
    }

    private static bool IsOf(HttpRequest request, string type) => request.ContentType?.StartsWith(type, StringComparison.OrdinalIgnoreCase) == true;

    private static (int Status, GrpcCode Code, string Text, int Rejected) Refuse(int status, GrpcCode code, string text) => (status, code, text, 0);
}
