using System.Globalization;
using Shop.Load.Running;

namespace Shop.Load.Reserve;

/// <summary>One way to reserve, against the plain one on one hot row and on as many rows as there are spread goods.</summary>
/// <param name="Where">Where it was measured.</param>
/// <param name="Goods">What was bought.</param>
/// <param name="IsAgainstHot">
/// Which plain way the promise is measured by: all buyers at one row, or at spread ones, which is several times as fast. The store is held to
/// the plain way on the same goods; over gRPC, where a buyer costs a call on top, spread goods are held to the one row.
/// </param>
/// <param name="Target">How many times the plain rate was promised.</param>
/// <param name="Buy">Reserves once; takes the number of the buyer.</param>
internal sealed record Comparison(string Where, string Goods, bool IsAgainstHot, double Target, Func<int, Task> Buy)
{
    private readonly List<(double Ours, PlainRates Plain)> _rounds = [];

    /// <summary>Reservations a second, the median of the rounds.</summary>
    public double Rate => Figures.Median(_rounds.Select(round => round.Ours));

    /// <summary>Ours over the plain way on one hot row, each of the same round, the median of the rounds.</summary>
    public double AgainstHot => Figures.Median(_rounds.Select(round => round.Ours / round.Plain.Hot));

    /// <summary>Ours over the plain way on spread rows, likewise.</summary>
    public double AgainstSpread => Figures.Median(_rounds.Select(round => round.Ours / round.Plain.Spread));

    public bool IsReached => (IsAgainstHot ? AgainstHot : AgainstSpread) >= Target;

    public string Latest => string.Create(
        CultureInfo.InvariantCulture,
        $"{Where}, {Goods}: Reserve {_rounds[^1].Ours:N0}/s, {_rounds[^1].Ours / _rounds[^1].Plain.Hot:0.00} times plain on a hot row ({_rounds[^1].Plain.Hot:N0}/s), {_rounds[^1].Ours / _rounds[^1].Plain.Spread:0.00} times plain on spread rows ({_rounds[^1].Plain.Spread:N0}/s)");

    public void Note(double ours, PlainRates plain) => _rounds.Add((ours, plain));
}
