namespace Pipelines.Sockets.Unofficial.Arenas;

/// <param name="flags">What the arena does beyond allocating.</param>
/// <param name="blockSizeBytes">The size of a block; zero for the default of 128 KiB.</param>
/// <param name="retentionPolicy">
/// From how much was kept before, and how much was used since the last reset, how much to keep; in elements.
/// By default what was used, and after a peak a tenth less each time.
/// </param>
public sealed class ArenaOptions(
    ArenaFlags flags = ArenaFlags.BlittableNonPaddedSharing,
    int blockSizeBytes = 0,
    Func<long, long, long>? retentionPolicy = null)
{
    private const int DefaultBlockSizeBytes = 128 * 1024;

    internal static ArenaOptions Default { get; } = new();

    internal ArenaFlags Flags { get; } = flags;

    internal int BlockSizeBytes { get; } = blockSizeBytes > 0 ? blockSizeBytes : DefaultBlockSizeBytes;

    internal Func<long, long, long> RetentionPolicy { get; } = retentionPolicy ?? ((kept, used) => Math.Max(used, (long)(kept * 0.9)));
}
