using System.Globalization;
using Shop.Load.Comparing;

namespace Shop.Load.Telemetry;

/// <summary>A shop that tells everything (every call sampled, exported each second, as in development), against one that tells nothing.</summary>
internal sealed class TelemetryBenchmark(ShopComparison comparison, TextWriter output)
{
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var sink = await TelemetrySink.StartAsync();
        await comparison.ExecuteAsync(new ShopVariant("without telemetry", new Dictionary<string, string>()), new ShopVariant("with telemetry", sink.Environment), cancellationToken);
        if (sink.Received == 0)
        {
            throw new InvalidOperationException("The shop with telemetry has exported nothing.");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"telemetry: {sink.Received / 1e6:0.0} MB were exported in {sink.Requests} requests"));
        return 0;
    }
}
