using System.Globalization;
using Shop.Load.Running;

namespace Shop.Load.Reserve;

/// <summary>One way to reserve against the plain one, on the same goods.</summary>
/// <param name="Where">Where it was measured.</param>
/// <param name="Goods">What was bought.</param>
/// <param name="Target">How many times the plain rate was promised.</param>
/// <param name="Plain">The plain way; takes the number of the buyer.</param>
/// <param name="Ours">Inventory's way.</param>
internal sealed record Comparison(string Where, string Goods, double Target, Func<int, Task> Plain, Func<int, Task> Ours)
{
    private readonly List<(double Plain, double Ours)> _rates = [];

    /// <summary>Reservations a second, the median of the runs.</summary>
    public double PlainRate => Figures.Median(_rates.Select(rate => rate.Plain));

    /// <inheritdoc cref="PlainRate"/>
    public double OurRate => Figures.Median(_rates.Select(rate => rate.Ours));

    /// <summary>Ours over plain, each of the same run, the median of the runs.</summary>
    public double Ratio => Figures.Median(_rates.Select(rate => rate.Ours / rate.Plain));

    public bool IsReached => Ratio >= Target;

    public string Latest => string.Create(
        CultureInfo.InvariantCulture, $"{Where}, {Goods}: plain {_rates[^1].Plain:N0}/s, Reserve {_rates[^1].Ours:N0}/s, {_rates[^1].Ours / _rates[^1].Plain:0.0} times");

    public async Task MeasureAsync(ReserveOptions options, CancellationToken cancellationToken)
    {
        var plain = await Crowd.RateAsync(PlainReserve.Connections, options.Duration, Plain, cancellationToken);
        var ours = await Crowd.RateAsync(options.Buyers, options.Duration, Ours, cancellationToken);
        _rates.Add((plain, ours));
    }
}
