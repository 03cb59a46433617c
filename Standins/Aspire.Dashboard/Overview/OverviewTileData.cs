using Aspire.Dashboard.Queries;

namespace Aspire.Dashboard.Overview;

/// <param name="Chart">Null while nothing of the tile's instrument was measured.</param>
internal sealed record OverviewTileData(OverviewTile Tile, Chart? Chart);
