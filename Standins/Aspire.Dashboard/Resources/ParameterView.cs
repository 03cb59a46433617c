namespace Aspire.Dashboard.Resources;

/// <param name="Value">Null when it is secret and was not asked for, or when there is none.</param>
internal sealed record ParameterView(string Name, string? Value, bool IsSecret, bool HasValue, string? Description, string ConfigurationKey);
