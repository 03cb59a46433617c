namespace Aspire.Dashboard.Api.Rows;

/// <param name="Exception">Type, message and stack.</param>
internal sealed record LogDetails(LogRow Entry, string Message, string EventName, string Severity, string? Exception, IReadOnlyList<AttributeRow> Attributes, IReadOnlyList<AttributeRow> Resource);
