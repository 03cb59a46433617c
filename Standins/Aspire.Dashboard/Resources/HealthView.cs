namespace Aspire.Dashboard.Resources;

internal sealed record HealthView(string Name, string? Status, string? Description, string? Exception, DateTime? LastRun);
