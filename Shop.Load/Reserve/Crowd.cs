using System.Diagnostics;

namespace Shop.Load.Reserve;

/// <summary>Buyers who all buy at once, each again as soon as it has been served.</summary>
internal static class Crowd
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Lets them buy.</summary>
    /// <param name="buyers">How many.</param>
    /// <param name="duration">How long they are counted, after a second of warming up.</param>
    /// <param name="buy">Buys once; takes the buyer's number.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>How many purchases were made a second.</returns>
    public static async Task<double> RateAsync(int buyers, TimeSpan duration, Func<int, Task> buy, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var bought = 0L;
        var crowd = Enumerable.Range(0, buyers).Select(buyer => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await buy(buyer);
                    Interlocked.Increment(ref bought);
                }
            },
            CancellationToken.None)).ToList();

        await DelayAsync(crowd, WarmUp, cancellationToken);
        var (start, before) = (Stopwatch.GetTimestamp(), Interlocked.Read(ref bought));
        await DelayAsync(crowd, duration, cancellationToken);
        var rate = (Interlocked.Read(ref bought) - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(crowd);
        return rate;
    }

    // A buyer who fails ends it: a rate of refusals would measure something else.
    private static async Task DelayAsync(List<Task> crowd, TimeSpan duration, CancellationToken cancellationToken)
    {
        var time = Task.Delay(duration, cancellationToken);
        await await Task.WhenAny([time, .. crowd]);
    }
}
