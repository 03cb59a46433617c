using System.Net;
using System.Net.Http.Headers;

namespace Grpc.Net.Client.Web;

/// <summary>A gRPC-Web body shown as a gRPC body: its trailer frame becomes trailing headers.</summary>
internal sealed class GrpcWebResponseContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly bool _text;
    private readonly HttpResponseHeaders _trailers;

    public GrpcWebResponseContent(HttpContent inner, bool text, HttpResponseHeaders trailers)
    {
        _inner = inner;
        _text = text;
        _trailers = trailers;
        foreach (var header in inner.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        Headers.ContentLength = null;
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => Wrap(await _inner.ReadAsStreamAsync().ConfigureAwait(false));

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Wrap(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var source = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(stream).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private GrpcWebResponseStream Wrap(Stream stream) => new(_text ? new Base64ReadStream(stream) : stream, _trailers);
}
