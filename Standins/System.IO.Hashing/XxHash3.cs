using System.Buffers.Binary;

namespace System.IO.Hashing;

/// <summary>XXH3 with 64 bits, as the xxHash specification describes it; written out big-endian.</summary>
public sealed class XxHash3 : NonCryptographicHashAlgorithm
{
    private const int HashLength = sizeof(ulong);
    private const int BufferLength = 4 * XxHash3State.StripeLength;

    private readonly ulong _seed;
    private readonly byte[] _secret;
    // The stripes not yet consumed; its end also keeps the last stripe consumed, of which the final stripe may need a part.
    private readonly byte[] _buffer = new byte[BufferLength];
    private XxHash3State _state;
    private int _buffered;
    private ulong _length;

    public XxHash3()
        : this(0)
    {
    }

    public XxHash3(long seed)
        : base(HashLength)
    {
        _seed = unchecked((ulong)seed);
        _secret = new byte[XxHash3Secret.Length];
        XxHash3Secret.Derive(_seed, _secret);
        Reset();
    }

    public static byte[] Hash(byte[] source) => Hash(source, seed: 0);

    public static byte[] Hash(byte[] source, long seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Hash(new ReadOnlySpan<byte>(source), seed);
    }

    public static byte[] Hash(ReadOnlySpan<byte> source, long seed = 0)
    {
        var hash = new byte[HashLength];
        BinaryPrimitives.WriteUInt64BigEndian(hash, HashToUInt64(source, seed));
        return hash;
    }

    /// <exception cref="ArgumentException">The destination is shorter than eight bytes.</exception>
    public static int Hash(ReadOnlySpan<byte> source, Span<byte> destination, long seed = 0)
        => TryHash(source, destination, out var written, seed)
            ? written
            : throw new ArgumentException("Destination is too short.", nameof(destination));

    public static bool TryHash(ReadOnlySpan<byte> source, Span<byte> destination, out int bytesWritten, long seed = 0)
    {
        var written = BinaryPrimitives.TryWriteUInt64BigEndian(destination, destination.Length < HashLength ? 0 : HashToUInt64(source, seed));
        bytesWritten = written ? HashLength : 0;
        return written;
    }

    public static ulong HashToUInt64(ReadOnlySpan<byte> source, long seed = 0)
    {
        if (source.Length <= XxHash3Short.MaxLength)
        {
            return XxHash3Short.Hash(source, unchecked((ulong)seed));
        }

        Span<byte> secret = stackalloc byte[XxHash3Secret.Length];
        XxHash3Secret.Derive(unchecked((ulong)seed), secret);
        var state = new XxHash3State();
        state.Consume(source[..FullStripes(source.Length)], secret);
        return state.Finish(source[^XxHash3State.StripeLength..], (ulong)source.Length, secret);
    }

    public override void Append(ReadOnlySpan<byte> source)
    {
        _length += (ulong)source.Length;
        var space = BufferLength - _buffered;
        if (source.Length > space)
        {
            source[..space].CopyTo(_buffer.AsSpan(_buffered));
            _state.Consume(_buffer, _secret);
            source = ConsumeDirectly(source[space..]);
            _buffered = 0;
        }

        source.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += source.Length;
    }

    public override void Reset()
    {
        _state = new XxHash3State();
        _buffered = 0;
        _length = 0;
    }

    public ulong GetCurrentHashAsUInt64()
    {
        var buffered = _buffer.AsSpan(0, _buffered);
        if (_length <= XxHash3Short.MaxLength)
        {
            return XxHash3Short.Hash(buffered, _seed);
        }

        var state = _state;
        state.Consume(buffered[..FullStripes(_buffered)], _secret);
        if (_buffered >= XxHash3State.StripeLength)
        {
            return state.Finish(buffered[^XxHash3State.StripeLength..], _length, _secret);
        }

        Span<byte> last = stackalloc byte[XxHash3State.StripeLength];
        _buffer.AsSpan(BufferLength - XxHash3State.StripeLength + _buffered).CopyTo(last);
        buffered.CopyTo(last[^_buffered..]);
        return state.Finish(last, _length, _secret);
    }

    protected override void GetCurrentHashCore(Span<byte> destination)
        => BinaryPrimitives.WriteUInt64BigEndian(destination, GetCurrentHashAsUInt64());

    // The last byte is always left over: the final stripe is hashed differently.
    private static int FullStripes(int length) => (length - 1) / XxHash3State.StripeLength * XxHash3State.StripeLength;

    private ReadOnlySpan<byte> ConsumeDirectly(ReadOnlySpan<byte> source)
    {
        var direct = FullStripes(source.Length);
        if (direct > 0)
        {
            _state.Consume(source[..direct], _secret);
            source.Slice(direct - XxHash3State.StripeLength, XxHash3State.StripeLength).CopyTo(_buffer.AsSpan(BufferLength - XxHash3State.StripeLength));
        }

        return source[direct..];
    }
}
