using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>Makes a gRPC-Web call look like a gRPC call over HTTP/2 to whatever answers it: a gRPC service or a proxy to one.</summary>
internal sealed partial class GrpcWebMiddleware(RequestDelegate next, IOptions<GrpcWebOptions> options, ILogger<GrpcWebMiddleware> logger)
{
    private readonly GrpcWebOptions _options = options.Value;

    public Task Invoke(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method)) return next(context);

        var mode = GrpcWebContentType.ModeOf(request.ContentType);
        if (mode == GrpcWebMode.None) return next(context);

        DetectedGrpcWebRequest(request.ContentType);
        if (context.GetEndpoint()?.Metadata.GetMetadata<IGrpcWebEnabledMetadata>()?.GrpcWebEnabled ?? _options.DefaultEnabled)
        {
            return Translate(context, mode, GrpcWebContentType.AcceptedMode(request.Headers.Accept));
        }

        GrpcWebRequestNotProcessed();
        return next(context);
    }

    private async Task Translate(HttpContext context, GrpcWebMode requestMode, GrpcWebMode responseMode)
    {
        var call = new GrpcWebCall(context, requestMode, responseMode);
        context.Response.OnStarting(() =>
        {
            if (call.RewriteResponseHeaders()) SendingGrpcWebResponse(context.Response.ContentType);
            return Task.CompletedTask;
        });
        call.Attach();
        try
        {
            await next(context);
            await call.WriteTrailersAsync();
        }
        finally
        {
            call.Detach();
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A gRPC-Web request, {ContentType}.")]
    private partial void DetectedGrpcWebRequest(string? contentType);

    [LoggerMessage(2, LogLevel.Debug, "The gRPC-Web request is left as it is: neither its endpoint (EnableGrpcWeb) nor GrpcWebOptions.DefaultEnabled allows it.")]
    private partial void GrpcWebRequestNotProcessed();

    [LoggerMessage(3, LogLevel.Debug, "A gRPC-Web response, {ContentType}.")]
    private partial void SendingGrpcWebResponse(string? contentType);
}
