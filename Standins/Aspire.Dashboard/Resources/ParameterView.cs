namespace Aspire.Dashboard.Resources;

/// <param name="Value">Null when it is secret and was not asked for, or when there is none.</param>
/// <param name="IsSet">The value was given to the dashboard, and holds while the AppHost runs.</param>
internal sealed record ParameterView(string Name, string? Value, bool IsSecret, bool HasValue, bool IsSet, string? Description, string ConfigurationKey);
