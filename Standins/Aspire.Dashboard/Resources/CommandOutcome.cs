namespace Aspire.Dashboard.Resources;

internal sealed record CommandOutcome(bool Success, bool Canceled, string? Message);
