namespace Aspire.Dashboard.Resources;

/// <param name="Confirmation">What is asked before it is executed.</param>
internal sealed record CommandView(string Name, string Title, string? Description, string? Confirmation, bool IsEnabled, bool IsHighlighted);
