namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>A range of elements of an <see cref="Arena{T}"/>, always of one piece here.</summary>
public readonly struct Sequence<T> : IEquatable<Sequence<T>>
{
    private readonly T[]? _items;
    private readonly int _offset;
    private readonly int _length;

    internal Sequence(T[] items, int offset, int length)
    {
        _items = items;
        _offset = offset;
        _length = length;
    }

    public long Length => _length;

    public bool IsEmpty => _length == 0;

    public bool IsSingleSegment => true;

    public Span<T> FirstSpan => new(_items, _offset, _length);

    public SpanEnumerable Spans => new(this);

    public ref T this[int index] => ref FirstSpan[index];

    public static bool operator ==(Sequence<T> left, Sequence<T> right) => left.Equals(right);

    public static bool operator !=(Sequence<T> left, Sequence<T> right) => !left.Equals(right);

    public Sequence Untyped() => new(_items, _offset, _length);

    public Enumerator GetEnumerator() => new(this);

    public bool Equals(Sequence<T> other) => Untyped() == other.Untyped();

    public override bool Equals(object? obj) => obj is Sequence<T> other && Equals(other);

    public override int GetHashCode() => Untyped().GetHashCode();

    public struct Enumerator
    {
        private readonly Sequence<T> _sequence;
        private int _index;

        internal Enumerator(Sequence<T> sequence)
        {
            _sequence = sequence;
            _index = -1;
        }

        public readonly ref T Current => ref _sequence[_index];

        public bool MoveNext() => ++_index < _sequence._length;

        /// <summary>Moves on and answers the element.</summary>
        /// <exception cref="InvalidOperationException">There is none.</exception>
        public ref T GetNext()
        {
            if (!MoveNext())
            {
                throw new InvalidOperationException("The sequence has no more elements.");
            }

            return ref Current;
        }
    }

    public readonly struct SpanEnumerable
    {
        private readonly Sequence<T> _sequence;

        internal SpanEnumerable(Sequence<T> sequence)
        {
            _sequence = sequence;
        }

        public SpanEnumerator GetEnumerator() => new(_sequence);
    }

    public struct SpanEnumerator
    {
        private readonly Sequence<T> _sequence;
        private bool _moved;

        internal SpanEnumerator(Sequence<T> sequence)
        {
            _sequence = sequence;
        }

        public readonly Span<T> Current => _sequence.FirstSpan;

        public bool MoveNext()
        {
            var moves = !_moved && !_sequence.IsEmpty;
            _moved = true;
            return moves;
        }
    }
}
