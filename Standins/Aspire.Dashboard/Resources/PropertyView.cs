namespace Aspire.Dashboard.Resources;

internal sealed record PropertyView(string Name, string Value, bool IsSecret);
