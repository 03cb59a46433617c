using System.Net;
using System.Security.Cryptography;

namespace Grpc.Net.Client.Web;

/// <summary>A request body as base64, encoded while it is written.</summary>
internal sealed class Base64Content : HttpContent
{
    private readonly HttpContent _inner;

    public Base64Content(HttpContent inner)
    {
        _inner = inner;
        foreach (var header in inner.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var transform = new ToBase64Transform();
        var base64 = new CryptoStream(stream, transform, CryptoStreamMode.Write, leaveOpen: true);
        await using (base64.ConfigureAwait(false))
        {
            await _inner.CopyToAsync(base64, context, cancellationToken).ConfigureAwait(false);
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
}
