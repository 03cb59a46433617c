using System.Collections.Concurrent;

namespace Shop.Carts;

/// <summary>
/// Answers about SKUs that were given a moment ago, so that a SKU that is in many carts is asked for once, also when many ask at the
/// same moment; and who asks for one asks for the others, too, that are in use and will soon be asked for, so that a rush is a question a
/// moment and not one a SKU. Bounded: when it is full it begins anew, as what it keeps is worth a moment only.
/// </summary>
internal abstract class RecentAnswers<T>(TimeSpan fresh, TimeProvider time)
{
    private const int Capacity = 50_000;
    private readonly ConcurrentDictionary<string, RecentAnswer<T>> _answers = new(StringComparer.Ordinal);

    // The answers in the order they were given; those that were replaced or forgotten since are still in it.
    private readonly ConcurrentQueue<(string Sku, RecentAnswer<T> Answer)> _given = new();
    private long _forgets;

    // Those that are under way. Replaced whenever something is forgotten: whoever asks after that must not get an answer of before.
    private volatile ConcurrentDictionary<string, Task<T>> _questions = new(StringComparer.Ordinal);

    /// <summary>Fills in what is fresh, and returns what has to be asked for.</summary>
    public IReadOnlyList<string> Recall(IReadOnlyCollection<string> skus, Dictionary<string, T> known)
    {
        List<string>? unknown = null;
        var now = time.GetTimestamp();
        foreach (var sku in skus)
        {
            if (_answers.TryGetValue(sku, out var kept) && time.GetElapsedTime(kept.Time, now) < fresh)
            {
                known[sku] = kept.Use();
            }
            else
            {
                (unknown ??= []).Add(sku);
            }
        }

        return unknown ?? [];
    }

    /// <summary>Fills in what has to be asked for: joins the questions that are under way, and asks the others together.</summary>
    /// <param name="skus">The SKUs.</param>
    /// <param name="known">Gets the answers.</param>
    /// <param name="atOnce">How many may be asked for at once.</param>
    /// <param name="askAsync">Asks for some; the answer has each of them. Others may wait for it, so it ends by its own deadline.</param>
    /// <param name="cancellationToken">Waits no longer.</param>
    public async Task AskAsync(
        IReadOnlyCollection<string> skus, Dictionary<string, T> known, int atOnce, Func<string[], Task<IReadOnlyDictionary<string, T>>> askAsync, CancellationToken cancellationToken)
    {
        var questions = _questions;
        var own = new Dictionary<string, TaskCompletionSource<T>>(StringComparer.Ordinal);
        var all = new List<(string Sku, Task<T> Answer)>(skus.Count);
        foreach (var sku in skus)
        {
            var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            var answer = questions.GetOrAdd(sku, completion.Task);
            all.Add((sku, answer));
            if (answer == completion.Task)
            {
                own.Add(sku, completion);
            }
        }

        if (own.Count > 0)
        {
            AddWhatIsInUse(questions, own, atOnce);
        }

        foreach (var batch in own.Chunk(atOnce))
        {
            _ = AnswerAsync(questions, batch, askAsync);
        }

        foreach (var (sku, answer) in all)
        {
            known[sku] = await answer.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The last answer, however old.</summary>
    public T? LastKnown(string sku) => _answers.TryGetValue(sku, out var kept) ? kept.Answer : default;

    public void Forget(IEnumerable<string> skus)
    {
        Interlocked.Increment(ref _forgets);
        _questions = new(StringComparer.Ordinal);
        foreach (var sku in skus)
        {
            _answers.TryRemove(sku, out _);
        }
    }

    // As many as fit into a question that is asked anyway.
    private void AddWhatIsInUse(ConcurrentDictionary<string, Task<T>> questions, Dictionary<string, TaskCompletionSource<T>> own, int atOnce)
    {
        var now = time.GetTimestamp();
        while (own.Count < atOnce && _given.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Answer.Time, now) >= fresh / 2 && _given.TryDequeue(out oldest))
        {
            if (oldest.Answer.IsUsed && _answers.TryGetValue(oldest.Sku, out var last) && last == oldest.Answer)
            {
                var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (questions.TryAdd(oldest.Sku, completion.Task))
                {
                    own.Add(oldest.Sku, completion);
                }
            }
        }
    }

    // It never fails itself; the answers do.
    private async Task AnswerAsync(
        ConcurrentDictionary<string, Task<T>> questions, KeyValuePair<string, TaskCompletionSource<T>>[] own, Func<string[], Task<IReadOnlyDictionary<string, T>>> askAsync)
    {
        try
        {
            var (forgets, start) = (Volatile.Read(ref _forgets), time.GetTimestamp());
            var answers = await askAsync([.. own.Select(one => one.Key)]);
            foreach (var (sku, completion) in own)
            {
                Keep(sku, answers[sku], forgets, start);
                completion.TrySetResult(answers[sku]);
            }
        }
        catch (Exception exception)
        {
            foreach (var (_, completion) in own)
            {
                completion.TrySetException(exception);
                // Nobody may be waiting for one that was asked for along with others.
                _ = completion.Task.Exception;
            }
        }
        finally
        {
            Array.ForEach(own, one => questions.TryRemove(one.Key, out _));
        }
    }

    // An answer that was on its way while something was forgotten may be the old one, and is not kept.
    private void Keep(string sku, T answer, long forgets, long start)
    {
        if (forgets != Volatile.Read(ref _forgets))
        {
            return;
        }

        if (_given.Count >= Capacity)
        {
            _answers.Clear();
            _given.Clear();
        }

        var kept = new RecentAnswer<T>(answer, start);
        _answers[sku] = kept;
        _given.Enqueue((sku, kept));
    }
}
