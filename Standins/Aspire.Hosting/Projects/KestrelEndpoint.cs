namespace Aspire.Hosting.Projects;

/// <summary>An endpoint that a project's settings define for Kestrel.</summary>
internal sealed record KestrelEndpoint(string Name, string Scheme, string Host, int? Port, bool IsHttp2Only);
