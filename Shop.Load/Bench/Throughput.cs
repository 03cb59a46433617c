using System.Diagnostics;
using System.Globalization;

namespace Shop.Load.Bench;

/// <summary>What a round of calls came to.</summary>
/// <param name="PerSecond">Calls answered a second.</param>
/// <param name="Median">How long half of them took at most.</param>
/// <param name="Percentile99">How long 99 of 100 took at most.</param>
/// <param name="ProcessorTime">Processor time of one call; null when it was not asked for.</param>
internal sealed record Throughput(double PerSecond, TimeSpan Median, TimeSpan Percentile99, ProcessorTimes? ProcessorTime)
{
    /// <summary>Calls in a closed loop: each worker begins the next as soon as the last is answered. A call that fails ends it all.</summary>
    /// <param name="workers">How many calls are under way at once.</param>
    /// <param name="duration">How long.</param>
    /// <param name="call">One call of a worker, by its number.</param>
    /// <param name="processes">Whose processor time is measured, too.</param>
    public static async Task<Throughput> MeasureAsync(int workers, TimeSpan duration, Func<int, Task> call, MeasuredProcesses? processes = null)
    {
        var before = processes?.Read();
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
        var (seconds, after) = (watch.Elapsed.TotalSeconds, processes?.Read());
        var sorted = took.SelectMany(own => own).Order().ToList();
        return new(sorted.Count / seconds, At(sorted, 0.5), At(sorted, 0.99), before is null ? null : after?.PerCallSince(before, sorted.Count));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond,7:0}/s  p50 {Median.TotalMilliseconds:0.00} ms  p99 {Percentile99.TotalMilliseconds:0.00} ms")
        + (ProcessorTime is { } time ? string.Create(CultureInfo.InvariantCulture, $"  processor {time.Server.TotalMicroseconds:0} us a call in the server, {time.All.TotalMicroseconds:0} in all") : "");

    private static TimeSpan At(List<long> sorted, double share) => Stopwatch.GetElapsedTime(0, sorted[(int)(share * (sorted.Count - 1))]);
}
