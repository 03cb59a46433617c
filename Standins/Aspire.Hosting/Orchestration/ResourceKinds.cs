using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

internal static class ResourceKinds
{
    /// <summary>Whether the resource is one or more processes that this AppHost starts and stops.</summary>
    public static bool IsProcess(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;

    /// <summary>Whether the resource lives exactly as long as another one that it is a part of.</summary>
    public static bool IsPart(IResource resource) => resource is IResourceWithParent && !IsProcess(resource);

    public static bool IsNativeServer(IResource resource) => resource.HasAnnotationOfType<NativeServerAnnotation>();

    public static bool StartsByItself(IResource resource) => !resource.HasAnnotationOfType<ExplicitStartupAnnotation>();
}
