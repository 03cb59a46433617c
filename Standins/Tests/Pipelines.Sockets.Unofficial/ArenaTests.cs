using System.Runtime.CompilerServices;
using Pipelines.Sockets.Unofficial.Arenas;

namespace Standins.Tests.Pipelines;

public sealed class ArenaTests
{
    [Fact]
    public void Allocate_Repeatedly_GivesSequencesThatDoNotOverlap()
    {
        using var arena = new Arena<int>(new ArenaOptions(blockSizeBytes: 64));
        var sequences = Enumerable.Range(1, 50).Select(arena.Allocate).ToArray();

        foreach (var sequence in sequences)
        {
            sequence.FirstSpan.Fill((int)sequence.Length);
        }

        for (var length = 1; length <= 50; length++)
        {
            sequences[length - 1].FirstSpan.ToArray().ShouldBe(Enumerable.Repeat(length, length));
        }
    }

    [Fact]
    public void Allocate_Nothing_IsEmpty()
    {
        using var arena = new Arena<int>();

        arena.Allocate(0).IsEmpty.ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => arena.Allocate(-1));
    }

    [Fact]
    public void Reset_AfterUse_TakesTheSameMemoryAgain()
    {
        using var arena = new Arena<int>();
        var before = arena.Allocate(10);
        arena.Reset();

        arena.Allocate(10).ShouldBe(before);
    }

    [Fact]
    public void Reset_ElementsWithReferences_LetsGoOfThem()
    {
        using var arena = new Arena<object?>();
        var held = Hold(arena);
        arena.Reset();

        GC.Collect();
        held.IsAlive.ShouldBeFalse();
    }

    [Theory]
    [InlineData(ArenaFlags.ClearAtReset, 0)]
    [InlineData(ArenaFlags.None, 7)]
    public void Reset_PlainElements_AreWipedWhenAskedFor(ArenaFlags flags, int left)
    {
        using var arena = new Arena<int>(new ArenaOptions(flags));
        arena.Allocate(1)[0] = 7;
        arena.Reset();

        arena.Allocate(1)[0].ShouldBe(left);
    }

    [Fact]
    public void Reset_AfterAPeak_GivesTheMemoryBackInTheEnd()
    {
        using var arena = new Arena<byte>(new ArenaOptions(blockSizeBytes: 1024));
        var peak = Peak(arena);
        for (var reset = 0; reset < 200; reset++)
        {
            arena.Allocate(10);
            arena.Reset();
        }

        GC.Collect();
        peak.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void Dispose_WhileSomeoneReads_LeavesTheSequenceAlone()
    {
        var arena = new Arena<int>();
        var sequence = arena.Allocate(3);
        sequence[2] = 5;
        arena.Dispose();

        sequence[2].ShouldBe(5);
        arena.Allocate(3)[2].ShouldBe(0);
        arena.Reset();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Hold(Arena<object?> arena)
    {
        var held = new object();
        arena.Allocate(1)[0] = held;
        return new WeakReference(held);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Peak(Arena<byte> arena)
    {
        arena.Allocate(1000);
        var peak = arena.Allocate(1_000_000);
        arena.Reset();
        return new WeakReference(peak.Untyped());
    }
}
