using System.Globalization;

namespace Shop.Load.Comparing;

/// <param name="PerSecond">Calls answered a second.</param>
/// <param name="ProcessorTime">Of the shop's services, for one call.</param>
internal sealed record Round(double PerSecond, TimeSpan ProcessorTime)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:0.#}/s, {ProcessorTime.TotalMilliseconds:0.000} ms CPU each");
}
