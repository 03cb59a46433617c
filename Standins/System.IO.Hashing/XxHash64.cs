using System.Buffers.Binary;

namespace System.IO.Hashing;

/// <summary>XXH64, as the xxHash specification describes it; written out big-endian.</summary>
public sealed class XxHash64 : NonCryptographicHashAlgorithm
{
    private const int HashLength = sizeof(ulong);

    private readonly ulong _seed;
    private readonly byte[] _pending = new byte[XxHash64State.StripeLength];
    private XxHash64State _state;
    private ulong _length;

    public XxHash64()
        : this(0)
    {
    }

    public XxHash64(long seed)
        : base(HashLength)
    {
        _seed = unchecked((ulong)seed);
        Reset();
    }

    private int PendingLength => (int)(_length % XxHash64State.StripeLength);

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
        var state = new XxHash64State(unchecked((ulong)seed));
        return state.Finish(state.Consume(source), (ulong)source.Length);
    }

    public override void Append(ReadOnlySpan<byte> source)
    {
        var pending = PendingLength;
        _length += (ulong)source.Length;

        if (pending > 0)
        {
            var taken = Math.Min(source.Length, XxHash64State.StripeLength - pending);
            source[..taken].CopyTo(_pending.AsSpan(pending));
            source = source[taken..];
            if (pending + taken < XxHash64State.StripeLength)
            {
                return;
            }

            _state.Consume(_pending);
        }

        _state.Consume(source).CopyTo(_pending);
    }

    public override void Reset()
    {
        _state = new XxHash64State(_seed);
        _length = 0;
    }

    public ulong GetCurrentHashAsUInt64() => _state.Finish(_pending.AsSpan(0, PendingLength), _length);

    protected override void GetCurrentHashCore(Span<byte> destination)
        => BinaryPrimitives.WriteUInt64BigEndian(destination, GetCurrentHashAsUInt64());
}
