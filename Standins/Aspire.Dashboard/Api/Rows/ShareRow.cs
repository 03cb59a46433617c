namespace Aspire.Dashboard.Api.Rows;

internal sealed record ShareRow(string Resource, int Spans, int Errors);
