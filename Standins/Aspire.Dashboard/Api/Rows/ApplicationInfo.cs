namespace Aspire.Dashboard.Api.Rows;

internal sealed record ApplicationInfo(string Name, bool HasOverview, bool IsAnonymous, string? Overview, bool HasGraph, bool CanImport);
