using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>
/// Decodes the body of an <c>application/grpc-web-text</c> request straight into the reader's buffer. The body may be several
/// base64 texts one after the other, each padded on its own. It holds back at most two decoded bytes.
/// </summary>
internal sealed class Base64RequestStream(PipeReader reader) : Stream
{
    private const int GroupLength = 4;

    // The alphabet's strangers that the decoder would take: padding needs a look, white space is no part of the format.
    private static readonly SearchValues<byte> Special = SearchValues.Create("= \t\r\n"u8);

    private readonly byte[] _rest = new byte[3];
    private int _restStart;
    private int _restLength;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        if (_restLength > 0) return TakeRest(buffer.Span);

        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled) throw new OperationCanceledException();

            var text = result.Buffer;
            var written = 0;
            try
            {
                written = Decode(ref text, buffer.Span);
                if (written == 0 && result.IsCompleted && !text.IsEmpty) throw Malformed("it ends within a group of four characters");
            }
            finally
            {
                reader.AdvanceTo(text.Start, text.Length < GroupLength ? text.End : text.Start);
            }

            if (written > 0 || result.IsCompleted) return written;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("Synchronous reads of a gRPC-Web request are not supported.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Decodes what fits, moves the start of the text behind it, and returns the number of bytes.</summary>
    private int Decode(ref ReadOnlySequence<byte> text, Span<byte> destination)
    {
        Span<byte> group = stackalloc byte[GroupLength];
        var written = 0;
        while (text.Length >= GroupLength && written < destination.Length)
        {
            scoped ReadOnlySpan<byte> source = text.FirstSpan;
            if (source.Length < GroupLength)
            {
                text.Slice(0, GroupLength).CopyTo(group);
                source = group;
            }

            written += DecodeGroups(source, destination[written..], out var consumed);
            text = text.Slice(consumed);
        }

        return written;
    }

    private int DecodeGroups(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed)
    {
        if (destination.Length < _rest.Length)
        {
            _restStart = 0;
            _restLength = DecodeGroups(source[..GroupLength], _rest, out consumed);
            return TakeRest(destination);
        }

        source = source[..(Math.Min(source.Length / GroupLength, destination.Length / _rest.Length) * GroupLength)];
        var special = source.IndexOfAny(Special);
        if (special >= 0) source = source[..(special / GroupLength * GroupLength + GroupLength)];
        if (special >= 0 && source[special] != (byte)'=' || Base64.DecodeFromUtf8(source, destination, out consumed, out var written) != OperationStatus.Done)
        {
            throw Malformed("it has a character that is not base64");
        }

        return written;
    }

    private int TakeRest(Span<byte> destination)
    {
        var taken = Math.Min(_restLength, destination.Length);
        _rest.AsSpan(_restStart, taken).CopyTo(destination);
        _restStart += taken;
        _restLength -= taken;
        return taken;
    }

    private static RpcException Malformed(string reason) => new(new Status(StatusCode.Internal, $"The grpc-web-text request is malformed: {reason}."));
}
