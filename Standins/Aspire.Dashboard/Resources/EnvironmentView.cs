namespace Aspire.Dashboard.Resources;

/// <param name="Value">Null when it is secret and was not asked for.</param>
internal sealed record EnvironmentView(string Name, string? Value, bool IsSecret);
