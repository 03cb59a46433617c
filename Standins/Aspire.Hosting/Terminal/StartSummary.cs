using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Terminal;

/// <summary>What is told when everything is up.</summary>
internal static class StartSummary
{
    public static IEnumerable<string> Lines(string name, DistributedApplicationModel model, int count, TimeSpan elapsed)
    {
        var processes = model.Resources.Where(ResourceKinds.IsProcess).ToArray();
        var width = processes.Length == 0 ? 0 : processes.Max(r => r.Name.Length);
        yield return string.Create(CultureInfo.InvariantCulture, $"{name}: all {count} resources healthy after {elapsed.TotalSeconds:0.0} s");
        foreach (var resource in processes)
        {
            yield return $"  {resource.Name.PadRight(width)}  {string.Join("  ", Endpoints(resource).Select(e => $"{e.Name} {e.AllocatedEndpoint!.UriString}"))}{Replicas(resource)}".TrimEnd();
        }
        var open = processes.SelectMany(Endpoints).Where(e => e.IsExternal).Select(e => e.AllocatedEndpoint!.UriString).ToArray();
        if (open.Length > 0)
        {
            yield return $"  Open: {string.Join("  ", open)}";
        }
    }

    private static IEnumerable<EndpointAnnotation> Endpoints(IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.AllocatedEndpoint is not null);

    private static string Replicas(IResource resource) =>
        resource.GetReplicaCount() is > 1 and var count ? string.Create(CultureInfo.InvariantCulture, $"  ({count} replicas)") : "";
}
