namespace Aspire.Dashboard.Api.Rows;

/// <param name="Start">Milliseconds since 1970.</param>
internal sealed record SpanDetails(
    SpanRow Span,
    double Start,
    string Status,
    string StatusMessage,
    string Scope,
    IReadOnlyList<AttributeRow> Attributes,
    IReadOnlyList<AttributeRow> Resource,
    IReadOnlyList<EventRow> Events,
    IReadOnlyList<LinkRow> Links,
    IReadOnlyList<LinkRow> Backlinks);
