using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;

namespace Grpc.Net.Client.Web;

/// <summary>Passes message frames on as they are, and turns the trailer frame, which ends a gRPC-Web body, into trailing headers.</summary>
internal sealed class GrpcWebResponseStream(Stream inner, HttpResponseHeaders trailers) : ReadOnlyStream
{
    private const int HeaderSize = 5;
    private const byte TrailerBit = 0x80;
    private const int LargestTrailers = 64 * 1024;
    private readonly byte[] _header = new byte[HeaderSize];
    private int _headerUnread;
    private long _payloadUnread;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || _ended)
        {
            return 0;
        }

        if (_headerUnread == 0 && _payloadUnread == 0 && !await StartFrameAsync(cancellationToken).ConfigureAwait(false))
        {
            _ended = true;
            return 0;
        }

        if (_headerUnread > 0)
        {
            var count = Math.Min(buffer.Length, _headerUnread);
            _header.AsMemory(HeaderSize - _headerUnread, count).CopyTo(buffer);
            _headerUnread -= count;
            return count;
        }

        var read = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _payloadUnread)], cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new InvalidDataException("The response ended within a message.");
        }

        _payloadUnread -= read;
        return read;
    }

    private async Task<bool> StartFrameAsync(CancellationToken cancellationToken)
    {
        var read = await inner.ReadAtLeastAsync(_header, HeaderSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            return false;
        }

        if (read < HeaderSize)
        {
            throw new InvalidDataException("The response ended within a frame's header.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
        if ((_header[0] & TrailerBit) == 0)
        {
            (_headerUnread, _payloadUnread) = (HeaderSize, length);
            return true;
        }

        await ReadTrailersAsync(length, cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async Task ReadTrailersAsync(uint length, CancellationToken cancellationToken)
    {
        if (length > LargestTrailers)
        {
            throw new InvalidDataException("The trailers are too large.");
        }

        var block = new byte[length];
        await inner.ReadExactlyAsync(block, cancellationToken).ConfigureAwait(false);
        foreach (var line in Encoding.ASCII.GetString(block).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw new InvalidDataException("A trailer is malformed.");
            }

            trailers.TryAddWithoutValidation(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }

        // What follows the trailers is not ours, but has to be read for the connection to be used again.
        var rest = new byte[256];
        while (await inner.ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
