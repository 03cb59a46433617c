using System.Collections.Concurrent;

namespace Shop.Carts;

/// <summary>
/// Answers about SKUs that were given a moment ago, so that a SKU that is in many carts is asked for once. Bounded: when it is full
/// it begins anew, as what it keeps is worth a moment only.
/// </summary>
internal abstract class RecentAnswers<T>(TimeSpan fresh, TimeProvider time)
{
    private const int Capacity = 50_000;
    private readonly ConcurrentDictionary<string, (T Answer, long Time)> _answers = new(StringComparer.Ordinal);
    private long _forgets;

    /// <summary>Fills in what is fresh, and returns what has to be asked for.</summary>
    public IReadOnlyList<string> Recall(IReadOnlyCollection<string> skus, Dictionary<string, T> known)
    {
        List<string>? unknown = null;
        var now = time.GetTimestamp();
        foreach (var sku in skus)
        {
            if (_answers.TryGetValue(sku, out var kept) && time.GetElapsedTime(kept.Time, now) < fresh)
            {
                known[sku] = kept.Answer;
            }
            else
            {
                (unknown ??= []).Add(sku);
            }
        }

        return unknown ?? [];
    }

    /// <summary>To be taken before asking: an answer that was on its way while something was forgotten may be the old one, and is not kept.</summary>
    public (long Forgets, long Time) Question() => (Volatile.Read(ref _forgets), time.GetTimestamp());

    public void Keep(string sku, T answer, (long Forgets, long Time) question)
    {
        if (question.Forgets != Volatile.Read(ref _forgets))
        {
            return;
        }

        if (_answers.Count >= Capacity)
        {
            _answers.Clear();
        }

        _answers[sku] = (answer, question.Time);
    }

    /// <summary>The last answer, however old.</summary>
    public T? LastKnown(string sku) => _answers.TryGetValue(sku, out var kept) ? kept.Answer : default;

    public void Forget(IEnumerable<string> skus)
    {
        Interlocked.Increment(ref _forgets);
        foreach (var sku in skus)
        {
            _answers.TryRemove(sku, out _);
        }
    }
}
