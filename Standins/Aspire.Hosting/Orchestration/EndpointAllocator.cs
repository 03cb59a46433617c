using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Decides all ports before anything starts. A single process listens on the public port itself; several have ports of their own behind a proxy.
/// </summary>
internal sealed class EndpointAllocator(AppHostSettings settings)
{
    private readonly Dictionary<int, string> _fixed = [];

    public IReadOnlyList<EndpointPorts> Allocate(IResource resource, int replicas, bool hasOwnPorts)
    {
        var ports = new List<EndpointPorts>();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var allocation = Allocate(resource, endpoint, replicas, hasOwnPorts);
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", allocation.Public)
            {
                ReplicaPorts = replicas > 1 ? allocation.Targets : [],
            };
            ports.Add(allocation);
        }
        return ports;
    }

    private EndpointPorts Allocate(IResource resource, EndpointAnnotation endpoint, int replicas, bool hasOwnPorts)
    {
        var wanted = settings.RandomizePorts && endpoint.IsProxied ? null : endpoint.Port;
        // The target port of a container is the one inside it; a server that is no container listens where it is told to.
        var target = hasOwnPorts ? null : endpoint.TargetPort;
        if (replicas > 1)
        {
            if (target is not null || !endpoint.IsProxied)
            {
                throw new DistributedApplicationException($"Resource '{resource.Name}' uses multiple replicas, so its endpoint '{endpoint.Name}' can neither have a target port nor go without a proxy.");
            }
            return new EndpointPorts(endpoint, Fix(resource, endpoint, wanted) ?? LoopbackPorts.Take(), [.. Enumerable.Range(0, replicas).Select(_ => LoopbackPorts.Take())]);
        }
        if (target is null || target == wanted)
        {
            var port = Fix(resource, endpoint, wanted) ?? LoopbackPorts.Take();
            return new EndpointPorts(endpoint, port, [port]);
        }
        Fix(resource, endpoint, target);
        return new EndpointPorts(endpoint, Fix(resource, endpoint, wanted) ?? target.Value, [target.Value]);
    }

    private int? Fix(IResource resource, EndpointAnnotation endpoint, int? port)
    {
        if (port is null)
        {
            return null;
        }
        if (_fixed.TryGetValue(port.Value, out var other))
        {
            throw new DistributedApplicationException($"Resources '{other}' and '{resource.Name}' both want port {port}. Give one of them another port, or start with --DcpPublisher:RandomizePorts=true.");
        }
        if (!LoopbackPorts.IsFree(port.Value))
        {
            throw new DistributedApplicationException($"Port {port} of resource '{resource.Name}' (endpoint '{endpoint.Name}') is taken by {PortOwner.Describe(port.Value)}. Stop that program, or start with --DcpPublisher:RandomizePorts=true.");
        }
        _fixed[port.Value] = resource.Name;
        return port;
    }
}
