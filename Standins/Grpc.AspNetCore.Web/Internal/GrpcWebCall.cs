using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>
/// The features of a gRPC-Web call while it is treated as gRPC: HTTP/2 by name, the request decoded, the response encoded,
/// and its trailers kept for the last frame of the body.
/// </summary>
internal sealed class GrpcWebCall :
    IHttpRequestFeature,
    IRequestBodyPipeFeature,
    IHttpResponseBodyFeature,
    IHttpResponseTrailersFeature,
    IHttpResetFeature
{
    private const int NoError = 0;

    // A message of a megabyte in the default segments of 4 KiB is more of them than the shared pool keeps.
    private static readonly StreamPipeReaderOptions DecodingOptions = new(bufferSize: 16 * 1024);

    private readonly HttpContext _context;
    private readonly GrpcWebMode _requestMode;
    private readonly GrpcWebMode _responseMode;
    private readonly IHttpRequestFeature _request;
    private readonly IRequestBodyPipeFeature? _requestPipe;
    private readonly IHttpResponseBodyFeature _response;
    private readonly IHttpResponseTrailersFeature? _trailers;
    private readonly IHttpResetFeature? _reset;
    private readonly PipeReader _body;
    private PipeReader? _decodedBody;
    private Stream? _responseStream;
    private bool? _isGrpcResponse;
    private int _ended;

    public GrpcWebCall(HttpContext context, GrpcWebMode requestMode, GrpcWebMode responseMode)
    {
        var features = context.Features;
        _context = context;
        _requestMode = requestMode;
        _responseMode = responseMode;
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _requestPipe = features.Get<IRequestBodyPipeFeature>();
        _response = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _trailers = features.Get<IHttpResponseTrailersFeature>();
        _reset = features.Get<IHttpResetFeature>();

        _body = context.Request.BodyReader;

        Body = requestMode == GrpcWebMode.Text ? new Base64RequestStream(_body) : _request.Body;
        Writer = responseMode == GrpcWebMode.Text ? new Base64ResponseWriter(this, _response.Writer) : _response.Writer;
        RewriteRequestHeaders();
    }

    public string Protocol { get; set; } = HttpProtocol.Http2;
    public string Scheme { get => _request.Scheme; set => _request.Scheme = value; }
    public string Method { get => _request.Method; set => _request.Method = value; }
    public string PathBase { get => _request.PathBase; set => _request.PathBase = value; }
    public string Path { get => _request.Path; set => _request.Path = value; }
    public string QueryString { get => _request.QueryString; set => _request.QueryString = value; }
    public string RawTarget { get => _request.RawTarget; set => _request.RawTarget = value; }
    public IHeaderDictionary Headers { get => _request.Headers; set => _request.Headers = value; }
    public Stream Body { get; set; }
    public PipeWriter Writer { get; }
    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    // gRPC services use the pipes, proxies the streams.
    public PipeReader Reader => _requestMode == GrpcWebMode.Text ? _decodedBody ??= PipeReader.Create(Body, DecodingOptions) : _body;
    public Stream Stream => _responseStream ??= _responseMode == GrpcWebMode.Text ? Writer.AsStream() : _response.Stream;

    /// <summary>Whether the answer is one of gRPC. An error page of something in between goes out as it is.</summary>
    public bool IsGrpcResponse => _isGrpcResponse ??= GrpcWebContentType.IsGrpc(_context.Response.ContentType);

    public void Attach()
    {
        var features = _context.Features;
        features.Set<IHttpRequestFeature>(this);
        features.Set<IRequestBodyPipeFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
        features.Set<IHttpResponseTrailersFeature>(this);
        features.Set<IHttpResetFeature>(this);
    }

    public void Detach()
    {
        var features = _context.Features;
        features.Set(_request);
        features.Set(_requestPipe);
        features.Set(_response);
        features.Set(_trailers);
        features.Set(_reset);
        // Gives back the memory of what was not read.
        _decodedBody?.Complete();
    }

    /// <summary>Gives a gRPC response its gRPC-Web content type. The length that a proxied answer states would not hold with the trailers.</summary>
    public bool RewriteResponseHeaders()
    {
        if (!IsGrpcResponse) return false;

        var headers = _context.Response.Headers;
        headers.ContentType = GrpcWebContentType.ToGrpcWeb(headers.ContentType.ToString(), _responseMode);
        headers.ContentLength = null;
        return true;
    }

    /// <summary>Ends the body with the frame of the trailers, once. Trailers-only responses carry them as headers and have none.</summary>
    public async Task WriteTrailersAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0 || Trailers.Count == 0 || !IsGrpcResponse) return;

        TrailersFrame.Write(Writer, Trailers);
        await Writer.FlushAsync();
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => _response.StartAsync(cancellationToken);

    public async Task CompleteAsync()
    {
        await WriteTrailersAsync();
        await _response.CompleteAsync();
    }

    public void DisableBuffering() => _response.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>
    /// HTTP/1.1 cannot reset a stream. A response that has ended, as gRPC does at its deadline, needs no reset;
    /// one that broke off must not look complete, so its connection is closed.
    /// </summary>
    public void Reset(int errorCode)
    {
        var brokeOff = errorCode != NoError && Interlocked.Exchange(ref _ended, 1) == 0;
        if (_reset is not null) _reset.Reset(errorCode);
        else if (brokeOff) _context.Abort();
    }

    private void RewriteRequestHeaders()
    {
        var headers = Headers;
        headers.ContentType = GrpcWebContentType.ToGrpc(headers.ContentType.ToString());
        // A browser cannot send it, and gRPC servers behind a proxy may insist on it.
        headers.TE = "trailers";
        // It counts the base64.
        if (_requestMode == GrpcWebMode.Text) headers.ContentLength = null;
    }
}
