namespace Aspire.Hosting.ApplicationModel;

public class ReferenceEnvironmentInjectionAnnotation(ReferenceEnvironmentInjectionFlags flags) : IResourceAnnotation
{
    public ReferenceEnvironmentInjectionFlags Flags { get; } = flags;

    internal static bool Injects(IResource destination, ReferenceEnvironmentInjectionFlags flag) =>
        !destination.TryGetLastAnnotation<ReferenceEnvironmentInjectionAnnotation>(out var annotation) || annotation.Flags.HasFlag(flag);
}
