namespace Aspire.Dashboard.Overview;

/// <summary>What the overview page shows, as its file declares it.</summary>
internal sealed record OverviewDeclaration(string Title, IReadOnlyList<OverviewTile> Tiles);
