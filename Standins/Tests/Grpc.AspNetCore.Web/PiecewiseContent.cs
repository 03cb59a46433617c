using System.Net;

namespace Standins.Tests.GrpcWeb;

/// <summary>A body that is sent in pieces, each on its own.</summary>
internal sealed class PiecewiseContent(byte[] body, int length) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var piece in body.Chunk(length))
        {
            await stream.WriteAsync(piece);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
