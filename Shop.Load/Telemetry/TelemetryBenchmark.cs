using System.Globalization;
using Shop.Load.Running;

namespace Shop.Load.Telemetry;

/// <summary>
/// The same calls at a shop that tells everything (every call sampled, exported each second, as in development) and at one that tells nothing, in
/// turns in one run. Two ratios of each round: calls a second, and the processor time of the shop's services for a call, which says the same when
/// other programs want the processors, too.
/// </summary>
internal sealed class TelemetryBenchmark(int rounds, TimeSpan duration, int orders, TextWriter output)
{
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var sink = await TelemetrySink.StartAsync();
        await output.WriteLineAsync("telemetry: starting two shops");
        await using var silent = await MeasuredShop.StartAsync("silent", new Dictionary<string, string>(), cancellationToken);
        await using var telling = await MeasuredShop.StartAsync("telling", sink.Environment, cancellationToken);

        await CompareAsync("GetProduct", shop => shop.GetProductsAsync(duration, cancellationToken), silent, telling);
        await CompareAsync("PlaceOrder to CONFIRMED", shop => shop.PlaceOrdersAsync(orders, cancellationToken), silent, telling);
        if (sink.Received == 0)
        {
            throw new InvalidOperationException("The telling shop has exported nothing.");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"telemetry: {sink.Received / 1e6:0.0} MB were exported in {sink.Requests} requests"));
        return 0;
    }

    private async Task CompareAsync(string name, Func<MeasuredShop, Task<Round>> measure, MeasuredShop silent, MeasuredShop telling)
    {
        // Once unmeasured: connections, JIT tiers, caches.
        await measure(silent);
        await measure(telling);
        var (throughput, processor) = (new List<double>(), new List<double>());
        for (var i = 1; i <= rounds; i++)
        {
            var (without, with) = (await measure(silent), await measure(telling));
            throughput.Add(with.PerSecond / without.PerSecond);
            processor.Add(with.ProcessorTime / without.ProcessorTime);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}, round {i}  without: {without}   with: {with}   {throughput[^1]:0.00} of the calls, {processor[^1]:0.00} of the processor time"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name} with telemetry: {Figures.Median(throughput):0.00} of the calls a second without, {Figures.Median(processor):0.00} of the processor time a call (medians of {rounds})"));
    }
}
