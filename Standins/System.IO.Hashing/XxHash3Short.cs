using System.Buffers.Binary;
using System.Numerics;
using static System.IO.Hashing.XxHashPrimes;

namespace System.IO.Hashing;

/// <summary>XXH3 for inputs of up to 240 bytes: a method of its own for each range of lengths.</summary>
internal static class XxHash3Short
{
    public const int MaxLength = 240;

    private static ReadOnlySpan<byte> Secret => XxHash3Secret.Default;

    public static ulong Hash(ReadOnlySpan<byte> source, ulong seed) => source.Length switch
    {
        0 => Avalanche64(seed ^ Read64(Secret[56..]) ^ Read64(Secret[64..])),
        <= 3 => Hash1To3(source, seed),
        <= 8 => Hash4To8(source, seed),
        <= 16 => Hash9To16(source, seed),
        <= 128 => Hash17To128(source, seed),
        _ => Hash129To240(source, seed),
    };

    public static ulong Avalanche3(ulong hash)
    {
        hash = (hash ^ (hash >> 37)) * 0x165667919E3779F9;
        return hash ^ (hash >> 32);
    }

    /// <summary>The halves of the 128 bits of the product, mixed.</summary>
    public static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Hash1To3(ReadOnlySpan<byte> source, ulong seed)
    {
        var combined = ((uint)source[0] << 16) | ((uint)source[source.Length >> 1] << 24) | source[^1] | ((uint)source.Length << 8);
        var flip = (Read32(Secret) ^ Read32(Secret[4..])) + seed;
        return Avalanche64(combined ^ flip);
    }

    private static ulong Hash4To8(ReadOnlySpan<byte> source, ulong seed)
    {
        seed ^= (ulong)BinaryPrimitives.ReverseEndianness((uint)seed) << 32;
        var input = Read32(source[^4..]) + ((ulong)Read32(source) << 32);
        var hash = input ^ ((Read64(Secret[8..]) ^ Read64(Secret[16..])) - seed);
        hash ^= BitOperations.RotateLeft(hash, 49) ^ BitOperations.RotateLeft(hash, 24);
        hash *= 0x9FB21C651E98DF25;
        hash ^= (hash >> 35) + (ulong)source.Length;
        hash *= 0x9FB21C651E98DF25;
        return hash ^ (hash >> 28);
    }

    private static ulong Hash9To16(ReadOnlySpan<byte> source, ulong seed)
    {
        var low = Read64(source) ^ ((Read64(Secret[24..]) ^ Read64(Secret[32..])) + seed);
        var high = Read64(source[^8..]) ^ ((Read64(Secret[40..]) ^ Read64(Secret[48..])) - seed);
        return Avalanche3((ulong)source.Length + BinaryPrimitives.ReverseEndianness(low) + high + Fold(low, high));
    }

    // From both ends towards the middle, a pair for each 32 bytes begun.
    private static ulong Hash17To128(ReadOnlySpan<byte> source, ulong seed)
    {
        var hash = (ulong)source.Length * Prime64A;
        for (var pair = (source.Length - 1) / 32; pair >= 0; pair--)
        {
            hash += Mix16(source[(16 * pair)..], Secret[(32 * pair)..], seed);
            hash += Mix16(source[^(16 * (pair + 1))..], Secret[((32 * pair) + 16)..], seed);
        }

        return Avalanche3(hash);
    }

    private static ulong Hash129To240(ReadOnlySpan<byte> source, ulong seed)
    {
        var hash = (ulong)source.Length * Prime64A;
        for (var round = 0; round < 8; round++)
        {
            hash += Mix16(source[(16 * round)..], Secret[(16 * round)..], seed);
        }

        hash = Avalanche3(hash);
        for (var round = 8; round < source.Length / 16; round++)
        {
            hash += Mix16(source[(16 * round)..], Secret[((16 * (round - 8)) + 3)..], seed);
        }

        // The shortest secret that the specification allows has 136 bytes: this reads the 16 that end 1 byte before there.
        return Avalanche3(hash + Mix16(source[^16..], Secret[(136 - 17)..], seed));
    }

    private static ulong Mix16(ReadOnlySpan<byte> source, ReadOnlySpan<byte> secret, ulong seed)
        => Fold(Read64(source) ^ (Read64(secret) + seed), Read64(source[8..]) ^ (Read64(secret[8..]) - seed));

    private static ulong Read64(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt64LittleEndian(source);

    private static uint Read32(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt32LittleEndian(source);
}
