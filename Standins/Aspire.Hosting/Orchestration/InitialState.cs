using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;

namespace Aspire.Hosting.Orchestration;

/// <summary>How a resource looks before anything was started.</summary>
internal static class InitialState
{
    public static CustomResourceSnapshot Of(IResource resource, CustomResourceSnapshot snapshot) => snapshot with
    {
        State = StateOf(resource) ?? snapshot.State,
        HealthReports = HealthReports.Unknown(resource),
        Relationships = [.. resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type)).Distinct()],
        Volumes = [.. resource.Annotations.OfType<ContainerMountAnnotation>().Select(m => new VolumeSnapshot(m.Source, m.Target, m.Type.ToString(), m.IsReadOnly))],
        IconName = resource.TryGetLastAnnotation<ResourceIconAnnotation>(out var icon) ? icon.IconName : snapshot.IconName,
        IconVariant = icon?.IconVariant ?? snapshot.IconVariant,
    };

    public static ResourceStateSnapshot? StateOf(IResource resource) => resource switch
    {
        ParameterResource parameter => parameter.HasValue() ? KnownResourceStates.Running : new ResourceStateSnapshot(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn),
        ConnectionStringResource or ExternalServiceResource => KnownResourceStates.Running,
        _ when ResourceKinds.IsProcess(resource) || ResourceKinds.IsPart(resource) => KnownResourceStates.NotStarted,
        _ => null,
    };
}
