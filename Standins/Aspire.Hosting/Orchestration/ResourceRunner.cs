using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Orchestration;

/// <summary>A resource that runs as one or more processes.</summary>
internal sealed class ResourceRunner(IResource resource, IReadOnlyList<ReplicaRunner> replicas, IDistributedApplicationEventing eventing, IServiceProvider services)
{
    public IResource Resource => resource;

    public Task StartAsync(CancellationToken cancellationToken) => StartAsync(replicas, cancellationToken);

    public Task StartAsync(string id, CancellationToken cancellationToken) => StartAsync(Select(id), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(replicas.Select(replica => replica.StopAsync(cancellationToken)));

    public Task StopAsync(string id, CancellationToken cancellationToken) => Task.WhenAll(Select(id).Select(replica => replica.StopAsync(cancellationToken)));

    private Task StartAsync(IReadOnlyList<ReplicaRunner> chosen, CancellationToken cancellationToken)
    {
        // However many replicas start together, the resource starts once.
        var announced = new Lazy<Task>(() => eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken));
        return Task.WhenAll(chosen.Select(replica => replica.StartAsync(() => announced.Value, cancellationToken)));
    }

    private IReadOnlyList<ReplicaRunner> Select(string id) => [.. replicas.Where(r => string.Equals(r.Id, id, StringComparison.OrdinalIgnoreCase))];
}
