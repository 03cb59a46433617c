using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

/// <summary>What a resource's snapshot tells about its process.</summary>
internal static class ProcessProperties
{
    public const string Pid = "executable.pid";
    public const string StopSignal = "executable.stopSignal";

    public static ImmutableArray<ResourcePropertySnapshot> Of(ProcessSpec process, int pid, IResource resource)
    {
        ImmutableArray<ResourcePropertySnapshot> properties =
        [
            new("executable.path", process.FileName),
            new("executable.workDir", process.WorkingDirectory),
            new("executable.args", process.Arguments) { IsSensitive = true },
            new(Pid, pid),
            new(StopSignal, process.StopSignal),
        ];
        return resource is ProjectResource project ? properties.Add(new("project.path", project.GetProjectMetadata().ProjectPath)) : properties;
    }

    public static ImmutableArray<ResourcePropertySnapshot> WithoutPid(ImmutableArray<ResourcePropertySnapshot> properties) => properties.RemoveAll(p => p.Name == Pid);

    public static int? IntegerOf(CustomResourceSnapshot snapshot, string name) => snapshot.Properties.FirstOrDefault(p => p.Name == name)?.Value as int?;
}
