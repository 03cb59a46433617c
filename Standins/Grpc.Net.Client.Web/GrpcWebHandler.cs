using System.Net.Http.Headers;

namespace Grpc.Net.Client.Web;

/// <summary>Makes a gRPC channel speak gRPC-Web, so that it can call through HTTP/1.1.</summary>
public sealed class GrpcWebHandler : DelegatingHandler
{
    private const string GrpcContentType = "application/grpc";
    private const string GrpcWebContentType = "application/grpc-web";
    private const string GrpcWebTextContentType = "application/grpc-web-text";

    /// <summary>Binary gRPC-Web; the inner handler is set by a factory.</summary>
    public GrpcWebHandler()
    {
    }

    /// <summary>Binary gRPC-Web.</summary>
    public GrpcWebHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <summary>The given mode; the inner handler is set by a factory.</summary>
    public GrpcWebHandler(GrpcWebMode mode) => GrpcWebMode = mode;

    /// <summary>The given mode.</summary>
    public GrpcWebHandler(GrpcWebMode mode, HttpMessageHandler innerHandler)
        : base(innerHandler) => GrpcWebMode = mode;

    /// <summary>The HTTP version to call with; that of the request when null.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>How messages are put into the body.</summary>
    public GrpcWebMode GrpcWebMode { get; set; } = GrpcWebMode.GrpcWeb;

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content?.Headers.ContentType?.MediaType?.StartsWith(GrpcContentType, StringComparison.Ordinal) != true)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var text = GrpcWebMode == GrpcWebMode.GrpcWebText;
        request.Content = text ? new Base64Content(request.Content) : request.Content;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(text ? GrpcWebTextContentType : GrpcWebContentType);
        request.Headers.Accept.ParseAdd(text ? GrpcWebTextContentType : GrpcWebContentType);
        request.Headers.TE.Clear();
        request.Version = HttpVersion ?? System.Net.HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        Present(response);
        return response;
    }

    // The channel knows gRPC only: what comes back is shown to it as gRPC over HTTP/2 with trailers.
    private static void Present(HttpResponseMessage response)
    {
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (mediaType?.StartsWith(GrpcWebContentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            return;
        }

        var text = mediaType.StartsWith(GrpcWebTextContentType, StringComparison.OrdinalIgnoreCase);
        response.Content = new GrpcWebResponseContent(response.Content, text, response.TrailingHeaders);
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(GrpcContentType);
        response.Version = System.Net.HttpVersion.Version20;
    }
}
