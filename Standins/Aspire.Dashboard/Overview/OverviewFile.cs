using System.Text.Json;
using Aspire.Dashboard.Api;
using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Overview;

/// <summary>The overview as the AppHost's file declares it. Read anew each time, so that it can be edited while everything runs.</summary>
internal sealed class OverviewFile(DashboardOptions options, TelemetryStore telemetry, TimeProvider time)
{
    /// <returns>Null when there is no file, or none that can be read.</returns>
    public OverviewDeclaration? Read()
    {
        if (options.OverviewFile is not { } path || !File.Exists(path))
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), DashboardJson.Default.OverviewDeclaration);
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return new OverviewDeclaration($"{Path.GetFileName(path)} cannot be read: {exception.Message}", []);
        }
    }

    public IReadOnlyList<OverviewTileData> Measure(int duration) =>
        [.. (Read()?.Tiles ?? []).Select(tile => new OverviewTileData(tile, telemetry.Metrics.Chart(QueryOf(tile, duration), time)))];

    private static ChartQuery QueryOf(OverviewTile tile, int duration) => new()
    {
        Instrument = tile.Instrument,
        Duration = duration,
        Show = tile.Show ?? "",
        GroupBy = tile.GroupBy,
        Conditions = [.. (tile.Where ?? []).Select(where => new Condition(where.Key, "=", where.Value))],
    };
}
