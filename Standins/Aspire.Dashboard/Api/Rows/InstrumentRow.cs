namespace Aspire.Dashboard.Api.Rows;

/// <param name="Service">The resource's name; one instrument may be measured by several processes of it.</param>
internal sealed record InstrumentRow(string Service, string Resource, string Meter, string Name, string Unit, string Description, string Kind);
