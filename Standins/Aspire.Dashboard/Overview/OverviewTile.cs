namespace Aspire.Dashboard.Overview;

/// <summary>One number or chart of the overview, by the instrument that measures it.</summary>
/// <param name="Show">As a chart's: rate, count, value, p50, p99, percentiles.</param>
/// <param name="Where">Values that attributes must have.</param>
/// <param name="GroupBy">One line for each value of this attribute.</param>
/// <param name="Warn">From here on the number is a warning.</param>
/// <param name="Size">wide for two columns.</param>
internal sealed record OverviewTile(
    string Title, string Instrument, string? Show = null, Dictionary<string, string>? Where = null, string? GroupBy = null, double? Warn = null, string? Size = null, string? Note = null);
