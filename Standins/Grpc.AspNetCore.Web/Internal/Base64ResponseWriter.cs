using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>
/// Encodes an <c>application/grpc-web-text</c> response within the buffer of the response itself. Each flush ends in a padded group,
/// so that the caller can decode everything that has been flushed.
/// </summary>
internal sealed class Base64ResponseWriter(GrpcWebCall call, PipeWriter inner) : PipeWriter
{
    private const int GroupLength = 4;
    private const int GroupBytes = 3;

    // What does not fill a group yet, until more comes or a flush pads it.
    private readonly byte[] _rest = new byte[GroupBytes - 1];
    private int _restLength;
    private Memory<byte> _lent;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;
    public override long UnflushedBytes => inner.UnflushedBytes + _restLength;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (!call.IsGrpcResponse) return inner.GetMemory(sizeHint);

        _lent = inner.GetMemory(Base64.GetMaxEncodedToUtf8Length(_restLength + Math.Max(sizeHint, 1)));
        return _lent[_restLength..(_lent.Length / GroupLength * GroupBytes)];
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (!call.IsGrpcResponse)
        {
            inner.Advance(bytes);
            return;
        }

        if (bytes == 0) return;

        var lent = _lent.Span;
        _rest.AsSpan(0, _restLength).CopyTo(lent);
        var length = _restLength + bytes;
        var whole = length / GroupBytes * GroupBytes;
        lent[whole..length].CopyTo(_rest);
        _restLength = length - whole;
        Base64.EncodeToUtf8InPlace(lent, whole, out var written);
        inner.Advance(written);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (!call.IsGrpcResponse) return inner.WriteAsync(source, cancellationToken);

        // Whatever completes the group that was begun, then the bulk without another copy.
        var first = _restLength == 0 ? 0 : Math.Min(GroupBytes - _restLength, source.Length);
        if (first > 0) this.Write(source.Span[..first]);
        Encode(source.Span[first..]);
        return FlushAsync(cancellationToken);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Pad();
        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (exception is null) Pad();
        inner.Complete(exception);
    }

    private void Pad()
    {
        var length = _restLength;
        _restLength = 0;
        Encode(_rest.AsSpan(0, length));
    }

    private void Encode(ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            Base64.EncodeToUtf8(source, inner.GetSpan(GroupLength), out var consumed, out var written);
            inner.Advance(written);
            source = source[consumed..];
        }
    }
}
