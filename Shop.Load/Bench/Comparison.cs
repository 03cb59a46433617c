using System.Globalization;

namespace Shop.Load.Bench;

/// <summary>
/// Two ways of doing the same, measured in turns in one run, so that whatever else the machine does falls on both. What counts is the
/// median of the rounds' ratios.
/// </summary>
internal sealed class Comparison(TextWriter output)
{
    private const int Rounds = 5;

    /// <returns>Calls a second of the subject for one of the limit.</returns>
    public async Task<double> RatioAsync(string subject, Func<Task<Throughput>> measureSubject, string limit, Func<Task<Throughput>> measureLimit)
    {
        // Once unmeasured: connections, JIT tiers, caches.
        await measureLimit();
        await measureSubject();
        var (ratios, servers, all) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            var bound = await measureLimit();
            var reached = await measureSubject();
            ratios.Add(reached.PerSecond / bound.PerSecond);
            if ((bound.ProcessorTime, reached.ProcessorTime) is ({ } least, { } spent))
            {
                servers.Add(least.Server / spent.Server);
                all.Add(least.All / spent.All);
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round}  {limit}: {bound}   {subject}: {reached}   ratio {ratios[^1]:0.00}"));
        }

        if (all.Count > 0)
        {
            await WriteMedianAsync($"processor time of {limit} / {subject}, the server alone", servers);
            await WriteMedianAsync($"processor time of {limit} / {subject}, all processes", all);
        }

        return await WriteMedianAsync($"{subject} / {limit}", ratios);
    }

    private async Task<double> WriteMedianAsync(string what, List<double> ratios)
    {
        ratios.Sort();
        var median = ratios[Rounds / 2];
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what}: {median:0.00} (median of {Rounds}, {ratios[0]:0.00} to {ratios[^1]:0.00})"));
        return median;
    }
}
