namespace Aspire.Hosting.ApplicationModel;

/// <summary>The replicas of a resource that runs as processes; present from the start of the application on.</summary>
internal sealed class ReplicasAnnotation(IReadOnlyList<ReplicaContext> replicas) : IResourceAnnotation
{
    public IReadOnlyList<ReplicaContext> Replicas { get; } = replicas;

    public static IReadOnlyList<string> IdsOf(IResource resource) =>
        resource.TryGetLastAnnotation<ReplicasAnnotation>(out var annotation) ? [.. annotation.Replicas.Select(r => r.Id)] : [resource.Name];
}
