using System.IO.Hashing;

namespace Standins.Tests.Hashing;

/// <summary>Against what the reference implementation of xxHash answers for the same bytes.</summary>
public sealed class XxHash3Tests
{
    /// <summary>Length, hash with the seed 0, hash with <see cref="HashInput.Seed"/>: around every border of the algorithm.</summary>
    public static TheoryData<int, ulong, ulong> Vectors => new()
    {
        { 0, 0x2D06800538D394C2, 0xA8A6B918B2F0364A },
        { 1, 0xC44BDFF4074EECDB, 0x032BE332DD766EF8 },
        { 2, 0x7A9978044CB8A8BB, 0x764B35C90519AD88 },
        { 3, 0x54247382A8D6B94D, 0x634B8990B4976373 },
        { 4, 0xE5DC74BC51848A51, 0xAA2E7ECCB0C8F747 },
        { 8, 0x24CCC9ACAA9F65E4, 0x8F973410999B8F6B },
        { 9, 0x14D5001C15DD3F2B, 0xB3AE7333D9013F60 },
        { 16, 0x981B17D36C7498C9, 0x663F29333B4DB6B1 },
        { 17, 0x796F5ACD3A60F862, 0xF3EC5067F4306DB3 },
        { 31, 0x5D516692CA764C50, 0x9B37274259C549C6 },
        { 32, 0x9FEADDBDBF57EED3, 0x2199FAB1534893D9 },
        { 33, 0xABFB2D081B400A10, 0xAD56348DA574BB6D },
        { 64, 0x9CB48487720EC49D, 0x4FE8895DB9B8C077 },
        { 65, 0xFD81AAC4BEBC3883, 0xAD80AEEC1FC9E0A7 },
        { 96, 0x935A769A7F94776F, 0x70CF51937E500540 },
        { 97, 0xCA4CA268FD3C3A6C, 0xEE461D3ADD7EE6C9 },
        { 128, 0xFCFF24126754D861, 0x73FDE75280646649 },
        { 129, 0x98F1B0A679A2CA29, 0x21FFFDBCA099C844 },
        { 195, 0xCD94217EE362EC3A, 0xBA68003D370CB3D9 },
        { 240, 0x81C3C2B67F568CCF, 0xCC0F58C27EF3D8EE },
        { 241, 0xC5A639ECD2030E5E, 0xDDA9B0A161D4829A },
        { 256, 0x55DE574AD89D0AC5, 0x4D30234B7A3AA61C },
        { 257, 0xB17FD5A8AE75BB0B, 0x802A6FBF3CACD97C },
        { 403, 0xCDEB804D65C6DEA4, 0x6259F6ECFD6443FD },
        { 512, 0x617E49599013CB6B, 0x3CE457DE14C27708 },
        { 1024, 0xDD85C9B5C1109C5C, 0xEF368A8A2EBABAEF },
        { 1025, 0xD870C0FA13211C6A, 0x96792BCF9AF88519 },
        { 2048, 0xDD59E2C3A5F038E0, 0x66F81670669ABABC },
        { 2240, 0x6E73A90539CF2948, 0x757BA8487D1B5247 },
        { 2367, 0xCB37AEB9E5D361ED, 0xD2DB3415B942B42A },
        { 4999, 0xF92A85A6EA06D646, 0x596D51A843ADDA46 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void HashToUInt64_KnownInput_IsTheReferenceHash(int length, ulong unseeded, ulong seeded)
    {
        XxHash3.HashToUInt64(HashInput.OfLength(length)).ShouldBe(unseeded);
        XxHash3.HashToUInt64(HashInput.OfLength(length), HashInput.Seed).ShouldBe(seeded);
    }

    // The expected value is folded over the hashes of all lengths, so that none is left out.
    [Theory]
    [InlineData(0L, 0xCE9F99B6E5D4D00CUL)]
    [InlineData(1L, 0xDFD3F14DC4CB5218UL)]
    [InlineData(-7046029288634856819L, 0x7EA316588C50FE43UL)]
    [InlineData(-1L, 0x727A6F53BCE462D4UL)]
    public void HashToUInt64_EveryLength_IsTheReferenceHash(long seed, ulong expected)
    {
        var folded = 0UL;
        for (var length = 0; length <= 3000; length++)
        {
            folded = (folded * 31) + XxHash3.HashToUInt64(HashInput.OfLength(length), seed);
        }

        folded.ShouldBe(expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Append_InPieces_IsTheHashOfTheWhole(int piece)
    {
        var hash = new XxHash3(HashInput.Seed);
        for (var length = 0; length <= 2400; length += 1 + (length / 50))
        {
            foreach (var part in HashInput.OfLength(length).ToArray().Chunk(piece))
            {
                hash.Append(part);
            }

            hash.GetCurrentHashAsUInt64().ShouldBe(XxHash3.HashToUInt64(HashInput.OfLength(length), HashInput.Seed));
            hash.Reset();
        }
    }

    [Fact]
    public void GetCurrentHash_BetweenPieces_DisturbsNothing()
    {
        var hash = new XxHash3();
        for (var length = 1; length <= 700; length++)
        {
            hash.Append(HashInput.OfLength(length)[^1..]);
            hash.GetCurrentHashAsUInt64().ShouldBe(XxHash3.HashToUInt64(HashInput.OfLength(length)));
        }
    }

    [Fact]
    public void Hash_AsBytes_IsBigEndian()
    {
        var input = HashInput.OfLength(100).ToArray();
        var expected = XxHash3.HashToUInt64(input).ToString("x16");

        Convert.ToHexStringLower(XxHash3.Hash(input)).ShouldBe(expected);
        var hash = new XxHash3();
        hash.Append(input);
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(expected);
        hash.GetCurrentHash().ShouldBe(XxHash3.Hash([]));
    }

    [Fact]
    public void TryHash_ShortDestination_WritesNothing()
    {
        XxHash3.TryHash(HashInput.OfLength(10), new byte[7], out var written).ShouldBeFalse();
        written.ShouldBe(0);
        Should.Throw<ArgumentException>(() => XxHash3.Hash(HashInput.OfLength(10), new byte[7]));
    }
}
