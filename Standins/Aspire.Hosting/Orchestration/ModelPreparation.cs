using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Decides replicas and ports, adds commands, and opens the proxies.</summary>
internal sealed class ModelPreparation(
    AppHostSettings settings,
    DistributedApplicationModel model,
    LaunchFactory factory,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time)
{
    private const int SuffixLength = 8;

    /// <param name="stopping">Nothing is started once it is cancelled.</param>
    public PreparedModel Prepare(CancellationToken stopping)
    {
        var allocator = new EndpointAllocator(settings);
        var processes = model.Resources.Where(ResourceKinds.IsProcess).ToArray();
        var allocated = processes.Select(resource => (Resource: resource, Ports: Prepare(resource, allocator))).ToArray();
        var proxies = new List<TcpBalancer>();
        foreach (var (resource, ports) in allocated)
        {
            proxies.AddRange(ports.Where(p => p.NeedsProxy).Select(p => new TcpBalancer(p.Public, () => Candidates(resource, p))));
        }
        var runners = processes.Select(resource => Runner(resource, stopping)).ToArray();
        Array.ForEach(runners, LifecycleCommands.Add);
        return new PreparedModel(runners, proxies);
    }

    private static IReadOnlyList<EndpointPorts> Prepare(IResource resource, EndpointAllocator allocator)
    {
        if (resource.HasAnnotationOfType<Http2ServiceAnnotation>())
        {
            foreach (var endpoint in ResourceBuilderExtensions.HttpEndpoints(resource))
            {
                endpoint.Transport = "http2";
            }
        }
        var count = resource.GetReplicaCount();
        var ports = allocator.Allocate(resource, count, hasOwnPorts: resource is ContainerResource);
        resource.Annotations.Add(new ReplicasAnnotation([.. Enumerable.Range(0, count).Select(index => Replica(resource, ports, count, index))]));
        return ports;
    }

    private static ReplicaContext Replica(IResource resource, IReadOnlyList<EndpointPorts> ports, int count, int index)
    {
        var suffix = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", SuffixLength);
        return new ReplicaContext(
            count == 1 ? resource.Name : $"{resource.Name}-{suffix}", suffix,
            ports.ToDictionary(p => p.Endpoint.Name, p => p.Targets[index], StringComparer.OrdinalIgnoreCase));
    }

    private ResourceRunner Runner(IResource resource, CancellationToken stopping)
    {
        var replicas = resource.Annotations.OfType<ReplicasAnnotation>().Last().Replicas;
        return new ResourceRunner(
            resource, [.. replicas.Select(replica => new ReplicaRunner(resource, replica, factory, notifications, loggers, eventing, services, time, stopping))], eventing, services);
    }

    // Healthy replicas are preferred; those that merely run are tried when there are none.
    private IReadOnlyList<int> Candidates(IResource resource, EndpointPorts ports)
    {
        var ids = ReplicasAnnotation.IdsOf(resource);
        var running = ids.Select((id, index) => (Port: ports.Targets[index], State: notifications.TryGetCurrentState(id, out var state) ? state.Snapshot : null))
            .Where(replica => replica.State?.State?.Text == KnownResourceStates.Running).ToArray();
        var healthy = running.Where(replica => replica.State!.HealthStatus == HealthStatus.Healthy).ToArray();
        return [.. (healthy.Length > 0 ? healthy : running).Select(replica => replica.Port)];
    }
}
