namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Where an arena has its blocks from.</summary>
public abstract class Allocator<T>
{
    internal Allocator()
    {
    }

    internal static Allocator<T> Default { get; } = new HeapAllocator();

    internal abstract T[] Allocate(int length);

    // A block is not pooled: the arena may be disposed while another thread still reads from it.
    private sealed class HeapAllocator : Allocator<T>
    {
        internal override T[] Allocate(int length) => new T[length];
    }
}
