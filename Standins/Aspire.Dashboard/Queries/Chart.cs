namespace Aspire.Dashboard.Queries;

/// <summary>A chart's values, ready to be drawn.</summary>
/// <param name="Kind">The instrument's.</param>
/// <param name="Shows">rate, count, value or percentiles: which of them the values are.</param>
/// <param name="Start">Milliseconds since 1970 of the first value.</param>
/// <param name="Step">Milliseconds from one value to the next.</param>
/// <param name="Dimensions">The attributes that there are, with their values.</param>
/// <param name="HasOverflow">More combinations of attribute values were measured than are kept.</param>
internal sealed record Chart(
    string Instrument, string Unit, string Description, string Kind, string Shows, long Start, long Step,
    IReadOnlyList<ChartLine> Lines, IReadOnlyList<ChartDimension> Dimensions, IReadOnlyList<ChartExemplar> Exemplars, bool HasOverflow);
