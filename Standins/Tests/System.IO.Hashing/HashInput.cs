namespace Standins.Tests.Hashing;

/// <summary>The bytes that xxHash's own sanity test hashes.</summary>
internal static class HashInput
{
    public const long Seed = unchecked((long)0x9E3779B185EBCA8D);

    private static readonly byte[] Bytes = Generate(5000);

    public static ReadOnlySpan<byte> OfLength(int length) => Bytes.AsSpan(0, length);

    private static byte[] Generate(int length)
    {
        var bytes = new byte[length];
        var generator = 0x9E3779B1UL;
        for (var index = 0; index < length; index++)
        {
            bytes[index] = (byte)(generator >> 56);
            generator *= 0x9E3779B185EBCA8D;
        }

        return bytes;
    }
}
