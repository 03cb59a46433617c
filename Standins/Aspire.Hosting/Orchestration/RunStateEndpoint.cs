namespace Aspire.Hosting.Orchestration;

/// <param name="Name">The endpoint's name.</param>
/// <param name="Url">Where clients reach the resource.</param>
/// <param name="Port">Where this replica listens; differs from the URL's port when there are several replicas.</param>
internal sealed record RunStateEndpoint(string Name, string Url, int Port);
