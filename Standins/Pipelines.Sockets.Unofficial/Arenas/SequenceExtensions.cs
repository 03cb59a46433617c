namespace Pipelines.Sockets.Unofficial.Arenas;

public static class SequenceExtensions
{
    public static TTo[] ToArray<TFrom, TTo>(this in Sequence<TFrom> source, Projection<TFrom, TTo> projection)
    {
        if (source.IsEmpty)
        {
            return [];
        }

        var array = new TTo[source.Length];
        source.CopyTo(array, projection);
        return array;
    }

    public static TTo[] ToArray<TFrom, TState, TTo>(this in Sequence<TFrom> source, Projection<TFrom, TState, TTo> projection, in TState state)
    {
        if (source.IsEmpty)
        {
            return [];
        }

        var from = source.FirstSpan;
        var array = new TTo[from.Length];
        for (var index = 0; index < from.Length; index++)
        {
            array[index] = projection(in from[index], in state);
        }

        return array;
    }

    /// <exception cref="IndexOutOfRangeException">The destination is shorter than the sequence.</exception>
    public static void CopyTo<TFrom, TTo>(this in Sequence<TFrom> source, Span<TTo> destination, Projection<TFrom, TTo> projection)
    {
        var from = source.FirstSpan;
        for (var index = 0; index < from.Length; index++)
        {
            destination[index] = projection(in from[index]);
        }
    }
}
