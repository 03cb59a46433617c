namespace Pipelines.Sockets.Unofficial.Arenas;

[Flags]
public enum ArenaFlags
{
    None = 0,

    /// <summary>What was allocated is wiped at each reset. Types that hold references always are.</summary>
    ClearAtReset = 1,

    /// <summary>For arenas of several types, which are not here; it is the default of the options.</summary>
    BlittableNonPaddedSharing = 16,
}
