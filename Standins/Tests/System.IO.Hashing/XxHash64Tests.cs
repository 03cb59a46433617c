using System.IO.Hashing;

namespace Standins.Tests.Hashing;

/// <summary>Against what the reference implementation of xxHash answers for the same bytes.</summary>
public sealed class XxHash64Tests
{
    /// <summary>Length, hash with the seed 0, hash with <see cref="HashInput.Seed"/>: around every border of the algorithm.</summary>
    public static TheoryData<int, ulong, ulong> Vectors => new()
    {
        { 0, 0xEF46DB3751D8E999, 0x0B303D920EC349DF },
        { 1, 0xE934A84ADB052768, 0x9C6678669FCD2E6D },
        { 2, 0x5D48CD60A77E23FF, 0x8469CBF08335C09C },
        { 3, 0xFF7E1959CB50794A, 0x281B7CBB86CC6A05 },
        { 4, 0x9136A0DCA57457EE, 0xCCFE4EAD7E01983C },
        { 8, 0xCDBCF538E71D1348, 0x768161B4E5A58DFA },
        { 9, 0x554B1AE991EDA6B6, 0x6A7EF24927B938A0 },
        { 16, 0x98C90B57FDFCB55C, 0x85446BBA49CB7DF1 },
        { 17, 0x0D39A2D051A30C2C, 0x1DD902D73122EDA0 },
        { 31, 0x299B39A290E6D783, 0x51AAF1A336575F00 },
        { 32, 0x18B216492BB44B70, 0x21D817283F4B6283 },
        { 33, 0x55C8DC3E578F5B59, 0xB09782549294DF85 },
        { 64, 0xEF558F8ACAC2B5CD, 0xF90D26FED8023D61 },
        { 65, 0xDE0F20DC2631AF7A, 0x7814174CD6405BEE },
        { 96, 0x105064E743EDD1D9, 0x12CDF1480C876275 },
        { 97, 0x097B16E4E9B0A2E3, 0xEE752F0A58B68C2E },
        { 128, 0x90CA021457D96DC5, 0xFCEF9BEB2CE440A6 },
        { 129, 0x41C280132D697ABA, 0xAEB872C374EABF84 },
        { 195, 0x52B73ECDB3EF30E4, 0x8A43A760B705416B },
        { 240, 0xB81838D483BAEE53, 0x7C3C8490FE0C1B94 },
        { 241, 0x95D76C8B4D8FC4D6, 0x6BD0DB4EF4123409 },
        { 256, 0x5E3F5BF94D574981, 0xA1CBBC0DA72934FE },
        { 257, 0xD36CF327DCF12221, 0xB509344503E68F3A },
        { 403, 0xD99858FEE82283DF, 0x1B7A5FEA83596B9C },
        { 512, 0x4358D2FDD62B58A7, 0x6E1A3C5263D2DEF2 },
        { 1024, 0x4775BF7CACE4D177, 0xCFBC5E785FF33CCD },
        { 1025, 0x847FA6006D7C2AC0, 0x880172CBAE03711F },
        { 2048, 0x5940F2752BC04387, 0x896B632400E68878 },
        { 2240, 0xA4EDB3C85B99B1D9, 0x9C6DF05F3BB8D2C9 },
        { 2367, 0xA82418DDEC0EA581, 0x363B532C35E01E25 },
        { 4999, 0x1A7AA6746405F881, 0xF19C46AF0E4F7FBD },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void HashToUInt64_KnownInput_IsTheReferenceHash(int length, ulong unseeded, ulong seeded)
    {
        XxHash64.HashToUInt64(HashInput.OfLength(length)).ShouldBe(unseeded);
        XxHash64.HashToUInt64(HashInput.OfLength(length), HashInput.Seed).ShouldBe(seeded);
    }

    // The expected value is folded over the hashes of all lengths, so that none is left out.
    [Theory]
    [InlineData(0L, 0xFBB55E9D7D0A6552UL)]
    [InlineData(1L, 0xDF867DEC1C597D3BUL)]
    [InlineData(-7046029288634856819L, 0xEC294830E38DDE1FUL)]
    [InlineData(-1L, 0xD24EC44558D46C7BUL)]
    public void HashToUInt64_EveryLength_IsTheReferenceHash(long seed, ulong expected)
    {
        var folded = 0UL;
        for (var length = 0; length <= 3000; length++)
        {
            folded = (folded * 31) + XxHash64.HashToUInt64(HashInput.OfLength(length), seed);
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
        var hash = new XxHash64(HashInput.Seed);
        for (var length = 0; length <= 2400; length += 1 + (length / 50))
        {
            foreach (var part in HashInput.OfLength(length).ToArray().Chunk(piece))
            {
                hash.Append(part);
            }

            hash.GetCurrentHashAsUInt64().ShouldBe(XxHash64.HashToUInt64(HashInput.OfLength(length), HashInput.Seed));
            hash.Reset();
        }
    }

    [Fact]
    public void GetCurrentHash_BetweenPieces_DisturbsNothing()
    {
        var hash = new XxHash64();
        for (var length = 1; length <= 700; length++)
        {
            hash.Append(HashInput.OfLength(length)[^1..]);
            hash.GetCurrentHashAsUInt64().ShouldBe(XxHash64.HashToUInt64(HashInput.OfLength(length)));
        }
    }

    [Fact]
    public void Hash_AsBytes_IsBigEndian()
    {
        var input = HashInput.OfLength(100).ToArray();
        var expected = XxHash64.HashToUInt64(input).ToString("x16");

        Convert.ToHexStringLower(XxHash64.Hash(input)).ShouldBe(expected);
        var hash = new XxHash64();
        hash.Append(input);
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(expected);
        hash.GetCurrentHash().ShouldBe(XxHash64.Hash([]));
    }

    [Fact]
    public void TryHash_ShortDestination_WritesNothing()
    {
        XxHash64.TryHash(HashInput.OfLength(10), new byte[7], out var written).ShouldBeFalse();
        written.ShouldBe(0);
        Should.Throw<ArgumentException>(() => XxHash64.Hash(HashInput.OfLength(10), new byte[7]));
    }
}
