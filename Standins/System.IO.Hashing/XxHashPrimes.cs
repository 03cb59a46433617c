namespace System.IO.Hashing;

/// <summary>The primes of the xxHash specification.</summary>
internal static class XxHashPrimes
{
    public const ulong Prime32A = 0x9E3779B1;
    public const ulong Prime32B = 0x85EBCA77;
    public const ulong Prime32C = 0xC2B2AE3D;
    public const ulong Prime64A = 0x9E3779B185EBCA87;
    public const ulong Prime64B = 0xC2B2AE3D27D4EB4F;
    public const ulong Prime64C = 0x165667B19E3779F9;
    public const ulong Prime64D = 0x85EBCA77C2B2AE63;
    public const ulong Prime64E = 0x27D4EB2F165667C5;

    /// <summary>The final mixing of XXH64, which XXH3 shares for its shortest inputs.</summary>
    public static ulong Avalanche64(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime64B;
        hash = (hash ^ (hash >> 29)) * Prime64C;
        return hash ^ (hash >> 32);
    }
}
