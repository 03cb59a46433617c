using System.Diagnostics;
using System.Globalization;

namespace Shop.Load.Bench;

/// <summary>What a round of calls came to.</summary>
/// <param name="PerSecond">Calls answered a second.</param>
/// <param name="Median">How long half of them took at most.</param>
/// <param name="Percentile99">How long 99 of 100 took at most.</param>
internal sealed record Throughput(double PerSecond, TimeSpan Median, TimeSpan Percentile99)
{
    /// <summary>Calls in a closed loop: each worker begins the next as soon as the last is answered. A call that fails ends it all.</summary>
    /// <param name="workers">How many calls are under way at once.</param>
    /// <param name="duration">How long.</param>
    /// <param name="call">One call of a worker, by its number.</param>
    public static async Task<Throughput> MeasureAsync(int workers, TimeSpan duration, Func<int, Task> call)
    {
        var watch = Stopwatch.StartNew();
        var took = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var own = new List<long>(10_000);
            while (watch.Elapsed < duration)
            {
                var start = Stopwatch.GetTimestamp();
                await call(worker);
                own.Add(Stopwatch.GetTimestamp() - start);
            }

            return own;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var sorted = took.SelectMany(own => own).Order().ToList();
        return new(sorted.Count / seconds, At(sorted, 0.5), At(sorted, 0.99));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond,7:0}/s  p50 {Median.TotalMilliseconds:0.00} ms  p99 {Percentile99.TotalMilliseconds:0.00} ms");

    private static TimeSpan At(List<long> sorted, double share) => Stopwatch.GetElapsedTime(0, sorted[(int)(share * (sorted.Count - 1))]);
}
