using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>In which waves resources are stopped: whoever uses another before the one that is used.</summary>
internal static class StopOrder
{
    public static IReadOnlyList<IReadOnlyList<IResource>> Waves(IReadOnlyCollection<IResource> resources)
    {
        var left = resources.ToHashSet();
        var uses = resources.ToDictionary(r => r, r => Uses(r, resources));
        var waits = resources.ToDictionary(r => r, r => Waits(r, resources));
        var waves = new List<IReadOnlyList<IResource>>();
        while (left.Count > 0)
        {
            var wave = Unused(left, uses);
            // Services may refer to each other in a circle; what they wait for at their start can't.
            wave = wave.Count > 0 ? wave : Unused(left, waits);
            wave = wave.Count > 0 ? wave : [.. left];
            waves.Add(wave);
            left.ExceptWith(wave);
        }
        return waves;
    }

    private static List<IResource> Unused(HashSet<IResource> left, Dictionary<IResource, HashSet<IResource>> uses) =>
        [.. left.Where(resource => !left.Any(other => other != resource && uses[other].Contains(resource)))];

    private static HashSet<IResource> Uses(IResource resource, IReadOnlyCollection<IResource> among) =>
        [.. Waits(resource, among), .. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(a => Process(a.Resource)).Where(among.Contains)];

    private static HashSet<IResource> Waits(IResource resource, IReadOnlyCollection<IResource> among) =>
        [.. resource.Annotations.OfType<WaitAnnotation>().Select(a => Process(a.Resource)).Where(among.Contains)];

    private static IResource Process(IResource resource) =>
        ResourceKinds.IsPart(resource) ? Process(((IResourceWithParent)resource).Parent) : resource;
}
