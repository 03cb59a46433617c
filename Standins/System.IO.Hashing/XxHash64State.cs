using System.Buffers.Binary;
using System.Numerics;
using static System.IO.Hashing.XxHashPrimes;

namespace System.IO.Hashing;

/// <summary>The four lanes of XXH64, fed by stripes of 32 bytes.</summary>
internal struct XxHash64State(ulong seed)
{
    public const int StripeLength = 32;

    private ulong _lane1 = seed + Prime64A + Prime64B;
    private ulong _lane2 = seed + Prime64B;
    private ulong _lane3 = seed;
    private ulong _lane4 = seed - Prime64A;

    /// <summary>Takes all full stripes, and answers the rest.</summary>
    public ReadOnlySpan<byte> Consume(ReadOnlySpan<byte> source)
    {
        while (source.Length >= StripeLength)
        {
            _lane1 = Round(_lane1, BinaryPrimitives.ReadUInt64LittleEndian(source));
            _lane2 = Round(_lane2, BinaryPrimitives.ReadUInt64LittleEndian(source[8..]));
            _lane3 = Round(_lane3, BinaryPrimitives.ReadUInt64LittleEndian(source[16..]));
            _lane4 = Round(_lane4, BinaryPrimitives.ReadUInt64LittleEndian(source[24..]));
            source = source[StripeLength..];
        }

        return source;
    }

    /// <param name="rest">What follows the last full stripe.</param>
    /// <param name="length">The length of the whole input in bytes.</param>
    public readonly ulong Finish(ReadOnlySpan<byte> rest, ulong length)
    {
        // Without a full stripe the third lane still is the seed.
        var hash = length >= StripeLength ? Converge() : _lane3 + Prime64E;
        hash += length;

        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            hash = (BitOperations.RotateLeft(hash, 27) * Prime64A) + Prime64D;
        }

        if (rest.Length >= sizeof(uint))
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime64A;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime64B) + Prime64C;
            rest = rest[sizeof(uint)..];
        }

        foreach (var value in rest)
        {
            hash = BitOperations.RotateLeft(hash ^ (value * Prime64E), 11) * Prime64A;
        }

        return Avalanche64(hash);
    }

    private readonly ulong Converge()
    {
        var hash = BitOperations.RotateLeft(_lane1, 1) + BitOperations.RotateLeft(_lane2, 7)
            + BitOperations.RotateLeft(_lane3, 12) + BitOperations.RotateLeft(_lane4, 18);
        hash = Merge(hash, _lane1);
        hash = Merge(hash, _lane2);
        hash = Merge(hash, _lane3);
        return Merge(hash, _lane4);
    }

    private static ulong Round(ulong lane, ulong input) => BitOperations.RotateLeft(lane + (input * Prime64B), 31) * Prime64A;

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime64A) + Prime64D;
}
