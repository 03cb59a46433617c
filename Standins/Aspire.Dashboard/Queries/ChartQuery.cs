using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Queries;

/// <summary>What a chart is to show of an instrument: over which time, of which dimensions, in which lines.</summary>
internal sealed record ChartQuery
{
    private const int MostSteps = 120;
    private const int LongestDuration = 12 * 3600;

    public required string Instrument { get; init; }

    /// <summary>Of any meter when null.</summary>
    public string? Meter { get; init; }

    /// <summary>A process or a service; all when null.</summary>
    public string? Resource { get; init; }

    /// <summary>Seconds that the chart covers.</summary>
    public int Duration { get; init; } = 300;

    /// <summary>rate, count, value, or of a histogram: percentiles, p50, p90, p99, rate, count.</summary>
    public string Show { get; init; } = "";

    /// <summary>One line for each value of this attribute.</summary>
    public string? GroupBy { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>Seconds from one value to the next. Percentiles need more values than a second has.</summary>
    public int Step => Math.Max(Duration <= 60 ? 1 : 2, (Duration + MostSteps - 1) / MostSteps);

    public static ChartQuery Of(QueryArguments arguments) => new()
    {
        Instrument = arguments["instrument"] ?? "",
        Meter = arguments["meter"],
        Resource = arguments["resource"],
        Duration = Math.Max(30, arguments.Number("duration", 300, LongestDuration)),
        Show = arguments["show"] ?? "",
        GroupBy = arguments["groupBy"] is { Length: > 0 } key ? key : null,
        Conditions = Queries.Conditions.Parse(arguments["filters"]),
    };

    public bool Wants(InstrumentKey key) => key.Name == Instrument && (Meter is null || key.Meter == Meter);

    public bool Wants(Instrument instrument, MetricSeries series) =>
        new ResourceQuery(Resource).Matches(instrument.Resource) && Conditions.All(condition => condition.Holds(Dimension(instrument, series, condition.Field)));

    public static string? Dimension(Instrument instrument, MetricSeries series, string key) => key == "resource" ? instrument.Resource.Id : series.Attributes.Find(key);
}
