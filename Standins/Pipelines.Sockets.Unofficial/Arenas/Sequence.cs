namespace Pipelines.Sockets.Unofficial.Arenas;

/// <summary>A sequence whose element type is not named: for a struct that holds a sequence of itself.</summary>
public readonly struct Sequence : IEquatable<Sequence>
{
    private readonly Array? _items;
    private readonly int _offset;
    private readonly int _length;

    internal Sequence(Array? items, int offset, int length)
    {
        _items = items;
        _offset = offset;
        _length = length;
    }

    public long Length => _length;

    public static bool operator ==(Sequence left, Sequence right) => left.Equals(right);

    public static bool operator !=(Sequence left, Sequence right) => !left.Equals(right);

    /// <exception cref="InvalidCastException">The elements are of another type.</exception>
    public Sequence<T> Cast<T>() => _items is null ? default : new Sequence<T>((T[])_items, _offset, _length);

    public bool Equals(Sequence other) => ReferenceEquals(_items, other._items) && _offset == other._offset && _length == other._length;

    public override bool Equals(object? obj) => obj is Sequence other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_items, _offset, _length);
}
