namespace Aspire.Dashboard.Api.Rows;

internal sealed record AttributeRow(string Key, string Value);
