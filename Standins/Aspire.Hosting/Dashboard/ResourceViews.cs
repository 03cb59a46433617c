using System.Globalization;
using Aspire.Dashboard.Resources;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>Turns what is known of a resource into what the dashboard shows.</summary>
internal static class ResourceViews
{
    public static ResourceView Of(ResourceEvent state)
    {
        var (resource, snapshot) = (state.Resource, state.Snapshot);
        return new ResourceView(
            state.ResourceId, resource.Name, state.ResourceId, snapshot.ResourceType, snapshot.State?.Text, snapshot.State?.Style, snapshot.HealthStatus?.ToString(),
            snapshot.Failure, SourceOf(resource, snapshot), (resource as IResourceWithParent)?.Parent.Name,
            snapshot.CreationTimeStamp, snapshot.StartTimeStamp, snapshot.StopTimeStamp, snapshot.ExitCode,
            [.. snapshot.HealthReports.Select(r => new HealthView(r.Name, r.Status?.ToString(), r.Description, r.ExceptionText, r.LastRunAt))],
            [.. snapshot.Urls.Select(u => new UrlView(u.Name, u.Url, u.DisplayProperties.DisplayName is { Length: > 0 } text ? text : null, u.IsInternal))],
            [.. snapshot.Relationships.Select(r => new RelationView(r.ResourceName, r.Type))],
            [.. snapshot.Commands.Where(c => c.State != ResourceCommandState.Hidden).Select(c => new CommandView(c.Name, c.DisplayName, c.DisplayDescription, c.ConfirmationMessage, c.State == ResourceCommandState.Enabled, c.IsHighlighted))],
            [.. snapshot.Properties.Where(p => p.Name != Orchestration.ProcessProperties.StopSignal).Select(PropertyOf)],
            [.. snapshot.Volumes.Select(v => new VolumeView(v.Source, v.Target, v.MountType, v.IsReadOnly))],
            PortsOf(state),
            snapshot.IsHidden);
    }

    private static PropertyView PropertyOf(ResourcePropertySnapshot property) =>
        new(property.Name, property.IsSensitive ? "" : TextOf(property.Value), property.IsSensitive);

    private static string TextOf(object? value) => value switch
    {
        string text => text,
        IEnumerable<string> texts => string.Join(' ', texts),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string? SourceOf(IResource resource, CustomResourceSnapshot snapshot) => resource switch
    {
        ProjectResource project => Path.GetFileName(project.GetProjectMetadata().ProjectPath),
        _ when snapshot.Properties.FirstOrDefault(p => p.Name == "executable.path")?.Value is string path => Path.GetFileName(path),
        ExecutableResource executable => executable.Command,
        _ => null,
    };

    // Its own port and the one before all replicas: by either it may be called.
    private static int[] PortsOf(ResourceEvent state)
    {
        var own = state.Resource.TryGetLastAnnotation<ReplicasAnnotation>(out var replicas) ? replicas.Replicas.FirstOrDefault(r => r.Id == state.ResourceId)?.TargetPorts.Values : null;
        var shared = state.Resource.Annotations.OfType<EndpointAnnotation>().Select(e => e.AllocatedEndpoint?.Port).OfType<int>();
        return [.. shared.Concat(own ?? []).Distinct()];
    }
}
