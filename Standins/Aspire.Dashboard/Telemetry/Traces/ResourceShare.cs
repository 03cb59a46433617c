namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>How many spans of a trace a resource has, and how many of them failed.</summary>
internal sealed record ResourceShare(string Resource, int Spans, int Errors);
