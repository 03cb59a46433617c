namespace Aspire.Dashboard.Resources;

internal sealed record RelationView(string Resource, string Type);
