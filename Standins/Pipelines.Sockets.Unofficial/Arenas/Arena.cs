using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>Allocates many short-lived sequences from a few blocks, and takes them all back at once.</summary>
/// <remarks>Not for several threads at a time, but for <see cref="Dispose"/>.</remarks>
public sealed class Arena<T> : IDisposable
{
    private readonly ArenaOptions _options;
    private readonly Allocator<T> _allocator;
    private readonly int _blockLength;
    private List<Block> _blocks = [];
    private int _current;
    private long _kept;

    public Arena(ArenaOptions? options = null, Allocator<T>? allocator = null)
    {
        _options = options ?? ArenaOptions.Default;
        _allocator = allocator ?? Allocator<T>.Default;
        _blockLength = Math.Max(1, _options.BlockSizeBytes / Unsafe.SizeOf<T>());
    }

    private bool ClearsAtReset => RuntimeHelpers.IsReferenceOrContainsReferences<T>() || _options.Flags.HasFlag(ArenaFlags.ClearAtReset);

    /// <summary>A sequence of that length, which is good until the next reset.</summary>
    public Sequence<T> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length == 0)
        {
            return default;
        }

        var block = BlockFor(length);
        var sequence = new Sequence<T>(block.Items, block.Used, length);
        block.Used += length;
        return sequence;
    }

    /// <summary>Takes back everything that was allocated.</summary>
    public void Reset()
    {
        var blocks = _blocks;
        var used = 0L;
        foreach (var block in blocks)
        {
            used += block.Used;
            if (ClearsAtReset)
            {
                Array.Clear(block.Items, 0, block.Used);
            }

            block.Used = 0;
        }

        _current = 0;
        Keep(blocks, _options.RetentionPolicy(_kept, used));
    }

    /// <summary>Gives up the blocks; a sequence that someone still reads stays as it is.</summary>
    public void Dispose()
    {
        _blocks = [];
        _current = 0;
    }

    private Block BlockFor(int length)
    {
        var blocks = _blocks;
        for (; _current < blocks.Count; _current++)
        {
            if (blocks[_current].Items.Length - blocks[_current].Used >= length)
            {
                return blocks[_current];
            }
        }

        var block = new Block(_allocator.Allocate(Math.Max(length, _blockLength)));
        blocks.Add(block);
        _current = blocks.Count - 1;
        return block;
    }

    // At least the first block: the next thing to come will need it.
    private void Keep(List<Block> blocks, long elements)
    {
        var count = 0;
        _kept = 0;
        while (count < blocks.Count && (count == 0 || _kept + blocks[count].Items.Length <= Math.Max(elements, _blockLength)))
        {
            _kept += blocks[count++].Items.Length;
        }

        blocks.RemoveRange(count, blocks.Count - count);
    }

    private sealed class Block(T[] items)
    {
        public T[] Items { get; } = items;

        public int Used { get; set; }
    }
}
