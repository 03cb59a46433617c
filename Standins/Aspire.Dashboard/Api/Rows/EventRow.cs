namespace Aspire.Dashboard.Api.Rows;

/// <param name="At">Milliseconds after the trace's start.</param>
internal sealed record EventRow(string Name, double At, IReadOnlyList<AttributeRow> Attributes);
