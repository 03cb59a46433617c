using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.IO.Hashing.XxHashPrimes;

namespace System.IO.Hashing;

/// <summary>The eight lanes of XXH3 for inputs over 240 bytes, fed by stripes of 64 bytes.</summary>
internal struct XxHash3State
{
    public const int StripeLength = 64;

    // Each stripe of a block moves on by eight bytes in the secret, until it is used up.
    private const int StripesPerBlock = (XxHash3Secret.Length - StripeLength) / 8;

    private Lanes _lanes;
    private int _stripesInBlock;

    public XxHash3State()
    {
        ReadOnlySpan<ulong> start = [Prime32C, Prime64A, Prime64B, Prime64C, Prime64D, Prime32B, Prime64E, Prime32A];
        start.CopyTo(_lanes);
    }

    /// <param name="stripes">Whole stripes, all of which more input follows.</param>
    /// <param name="secret">The secret of the seed.</param>
    public void Consume(ReadOnlySpan<byte> stripes, ReadOnlySpan<byte> secret)
    {
        while (!stripes.IsEmpty)
        {
            var count = Math.Min(stripes.Length / StripeLength, StripesPerBlock - _stripesInBlock);
            Accumulate(_lanes, stripes[..(count * StripeLength)], secret[(_stripesInBlock * 8)..]);
            stripes = stripes[(count * StripeLength)..];
            _stripesInBlock += count;
            if (_stripesInBlock == StripesPerBlock)
            {
                Scramble(secret[^StripeLength..]);
                _stripesInBlock = 0;
            }
        }
    }

    /// <param name="last">The last 64 bytes of the input, whether or not a part of them was consumed.</param>
    /// <param name="length">The length of the whole input in bytes.</param>
    /// <param name="secret">The secret of the seed.</param>
    public ulong Finish(ReadOnlySpan<byte> last, ulong length, ReadOnlySpan<byte> secret)
    {
        Accumulate(_lanes, last, secret[(XxHash3Secret.Length - StripeLength - 7)..]);

        var hash = length * Prime64A;
        var merging = secret[11..];
        for (var lane = 0; lane < 8; lane += 2)
        {
            hash += XxHash3Short.Fold(
                _lanes[lane] ^ BinaryPrimitives.ReadUInt64LittleEndian(merging[(lane * 8)..]),
                _lanes[lane + 1] ^ BinaryPrimitives.ReadUInt64LittleEndian(merging[((lane + 1) * 8)..]));
        }

        return XxHash3Short.Avalanche3(hash);
    }

    private static void Accumulate(Span<ulong> lanes, ReadOnlySpan<byte> stripes, ReadOnlySpan<byte> secret)
    {
        if (Avx2.IsSupported)
        {
            AccumulateVectors(lanes, stripes, secret);
            return;
        }

        for (; !stripes.IsEmpty; stripes = stripes[StripeLength..], secret = secret[8..])
        {
            for (var lane = 0; lane < 8; lane++)
            {
                var value = BinaryPrimitives.ReadUInt64LittleEndian(stripes[(lane * 8)..]);
                var key = value ^ BinaryPrimitives.ReadUInt64LittleEndian(secret[(lane * 8)..]);
                lanes[lane ^ 1] += value;
                lanes[lane] += (uint)key * (key >> 32);
            }
        }
    }

    private static void AccumulateVectors(Span<ulong> lanes, ReadOnlySpan<byte> stripes, ReadOnlySpan<byte> secret)
    {
        var low = Vector256.Create<ulong>(lanes);
        var high = Vector256.Create<ulong>(lanes[4..]);
        for (; !stripes.IsEmpty; stripes = stripes[StripeLength..], secret = secret[8..])
        {
            low = AccumulateHalf(low, Vector256.Create(stripes), Vector256.Create(secret));
            high = AccumulateHalf(high, Vector256.Create(stripes[32..]), Vector256.Create(secret[32..]));
        }

        low.CopyTo(lanes);
        high.CopyTo(lanes[4..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> AccumulateHalf(Vector256<ulong> lanes, Vector256<byte> stripe, Vector256<byte> secret)
    {
        var key = (stripe ^ secret).AsUInt64();
        var product = Avx2.Multiply(key.AsUInt32(), (key >> 32).AsUInt32());
        var neighbours = Avx2.Shuffle(stripe.AsUInt32(), 0b01_00_11_10).AsUInt64();
        return lanes + neighbours + product;
    }

    private void Scramble(ReadOnlySpan<byte> secret)
    {
        for (var lane = 0; lane < 8; lane++)
        {
            var value = _lanes[lane];
            value ^= (value >> 47) ^ BinaryPrimitives.ReadUInt64LittleEndian(secret[(lane * 8)..]);
            _lanes[lane] = value * Prime32A;
        }
    }

    [InlineArray(8)]
    private struct Lanes
    {
        private ulong _first;
    }
}
