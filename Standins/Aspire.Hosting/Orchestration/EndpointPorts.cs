using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The ports of one endpoint: the public one, and those that the replicas listen on.</summary>
internal sealed record EndpointPorts(EndpointAnnotation Endpoint, int Public, IReadOnlyList<int> Targets)
{
    /// <summary>Whether the AppHost itself listens on the public port and passes connections on.</summary>
    public bool NeedsProxy => Targets.Count != 1 || Targets[0] != Public;
}
