namespace Shop.Carts;

/// <summary>An answer that is kept for a moment.</summary>
/// <param name="answer">The answer.</param>
/// <param name="time">When it was asked for, as a timestamp.</param>
internal sealed class RecentAnswer<T>(T answer, long time)
{
    public T Answer => answer;

    public long Time => time;

    /// <summary>Whether anybody has wanted it since.</summary>
    public bool IsUsed { get; private set; }

    public T Use()
    {
        // Read first: many use it at once, and a line of memory that is written is fetched anew by all of them.
        if (!IsUsed)
        {
            IsUsed = true;
        }

        return answer;
    }
}
