namespace Aspire.Dashboard.Resources;

/// <param name="IsInternal">Shown with the details only.</param>
internal sealed record UrlView(string? Name, string Url, string? Text, bool IsInternal);
