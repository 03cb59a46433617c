using System.Globalization;
using Shop.Load.Running;

namespace Shop.Load.Comparing;

/// <summary>
/// The same calls at two shops that differ in their environment alone, in turns in one run. Two ratios of each round: calls a second, and the
/// processor time of the shop's services for a call, which says the same when other programs want the processors, too.
/// </summary>
/// <param name="rounds">How often each is measured.</param>
/// <param name="duration">Of a round of GetProduct.</param>
/// <param name="orders">Of a round of PlaceOrder.</param>
/// <param name="output">Gets the figures.</param>
internal sealed class ShopComparison(int rounds, TimeSpan duration, int orders, TextWriter output)
{
    public async Task ExecuteAsync(ShopVariant limit, ShopVariant subject, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("starting two shops ...");
        await using var bound = await MeasuredShop.StartAsync(limit, cancellationToken);
        await using var measured = await MeasuredShop.StartAsync(subject, cancellationToken);
        await CompareAsync("GetProduct", shop => shop.GetProductsAsync(duration, cancellationToken), bound, measured);
        await CompareAsync("PlaceOrder to CONFIRMED", shop => shop.PlaceOrdersAsync(orders, cancellationToken), bound, measured);
    }

    private async Task CompareAsync(string name, Func<MeasuredShop, Task<Round>> measure, MeasuredShop limit, MeasuredShop subject)
    {
        // Once unmeasured: connections, JIT tiers, caches.
        await measure(limit);
        await measure(subject);
        var (throughput, processor) = (new List<double>(), new List<double>());
        for (var i = 1; i <= rounds; i++)
        {
            var (bound, reached) = (await measure(limit), await measure(subject));
            throughput.Add(reached.PerSecond / bound.PerSecond);
            processor.Add(reached.ProcessorTime / bound.ProcessorTime);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}, round {i}  {limit.Name}: {bound}   {subject.Name}: {reached}   {throughput[^1]:0.00} of the calls, {processor[^1]:0.00} of the processor time"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name} {subject.Name}: {Summary(throughput)} of the calls a second {limit.Name}, {Summary(processor)} of the processor time a call (medians of {rounds}, least to most)"));
    }

    private static string Summary(List<double> ratios) => string.Create(CultureInfo.InvariantCulture, $"{Figures.Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00})");
}
