using System.Buffers;
using System.Buffers.Text;

namespace Grpc.Net.Client.Web;

/// <summary>Decodes base64 as it arrives. A server pads each flushed part by itself, so padding may stand anywhere.</summary>
internal sealed class Base64ReadStream(Stream inner) : ReadOnlyStream
{
    private readonly byte[] _encoded = new byte[4096];
    private int _encodedLength;
    private byte[] _decoded = [];
    private int _decodedStart;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_decodedStart == _decoded.Length)
        {
            var read = await inner.ReadAsync(_encoded.AsMemory(_encodedLength), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return _encodedLength == 0 ? 0 : throw new InvalidDataException("The response ended within a base64 group.");
            }

            _encodedLength += read;
            DecodeWholeGroups();
        }

        var count = Math.Min(buffer.Length, _decoded.Length - _decodedStart);
        _decoded.AsMemory(_decodedStart, count).CopyTo(buffer);
        _decodedStart += count;
        return count;
    }

    private void DecodeWholeGroups()
    {
        var usable = _encodedLength - _encodedLength % 4;
        var output = new byte[usable / 4 * 3];
        var (consumed, written) = (0, 0);
        while (consumed < usable)
        {
            // Up to and with the next padded group: the decoder takes padding at the end only.
            var padding = _encoded.AsSpan(consumed, usable - consumed).IndexOf((byte)'=');
            var length = padding < 0 ? usable - consumed : padding - padding % 4 + 4;
            if (Base64.DecodeFromUtf8(_encoded.AsSpan(consumed, length), output.AsSpan(written), out _, out var bytes) != OperationStatus.Done)
            {
                throw new InvalidDataException("The response is not base64.");
            }

            consumed += length;
            written += bytes;
        }

        _encoded.AsSpan(usable, _encodedLength - usable).CopyTo(_encoded);
        _encodedLength -= usable;
        (_decoded, _decodedStart) = (output[..written], 0);
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
