using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Projects;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Turns a resource of the model into a process.</summary>
internal sealed class LaunchFactory(ResourceEnvironment environment, ProjectOutput output, DataFolders folders, ResourceLoggerService loggers)
{
    public Task<Launch> CreateAsync(IResource resource, ReplicaContext replica, CancellationToken cancellationToken)
    {
        var logger = loggers.GetLogger(replica.Id);
        return resource switch
        {
            _ when resource.TryGetLastAnnotation<NativeServerAnnotation>(out var native) => ServerAsync(native.Server, resource, replica, logger, cancellationToken),
            ProjectResource project => ProjectAsync(project, replica, logger, cancellationToken),
            ExecutableResource executable => ExecutableAsync(executable, replica, logger, cancellationToken),
            _ => throw new DistributedApplicationException($"'{resource.Name}' is a container{ImageOf(resource)}. This app host runs without a container runtime and knows no program to run in its place."),
        };
    }

    private static string ImageOf(IResource resource) =>
        resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image) ? $" (image '{image.Image}:{image.Tag}')" : "";

    private async Task<Launch> ProjectAsync(ProjectResource project, ReplicaContext replica, ILogger logger, CancellationToken cancellationToken)
    {
        var metadata = project.GetProjectMetadata();
        var variables = await EnvironmentAsync(project, replica, logger, cancellationToken);
        var arguments = await environment.ArgumentsAsync(project, replica, logger, cancellationToken);
        if (arguments.Count == 0 && project.TryGetLastAnnotation<EffectiveLaunchProfileAnnotation>(out var launch))
        {
            arguments = CommandLine.Split(launch.Profile.CommandLineArgs ?? "");
        }
        var program = await output.LocateAsync(metadata, logger, cancellationToken);
        var spec = new ProcessSpec(DotnetHost.Path, [program, .. arguments], variables!, Path.GetDirectoryName(metadata.ProjectPath)!);
        return new Launch(spec, variables, IsReadyAsync: null);
    }

    private async Task<Launch> ExecutableAsync(ExecutableResource executable, ReplicaContext replica, ILogger logger, CancellationToken cancellationToken)
    {
        var variables = await EnvironmentAsync(executable, replica, logger, cancellationToken);
        var arguments = await environment.ArgumentsAsync(executable, replica, logger, cancellationToken);
        return new Launch(new ProcessSpec(executable.Command, arguments, variables!, executable.WorkingDirectory), variables, IsReadyAsync: null);
    }

    private async Task<Launch> ServerAsync(INativeServer server, IResource resource, ReplicaContext replica, ILogger logger, CancellationToken cancellationToken)
    {
        var values = await environment.CollectAsync(resource, logger, cancellationToken);
        var secrets = await ReferencedParameters.ResolveAsync(resource, values.Values, cancellationToken);
        var (folder, isPersistent) = folders.For(resource);
        var context = new NativeServerContext(resource, folder, isPersistent, replica.TargetPorts, secrets, logger);
        await server.PrepareAsync(context, cancellationToken);
        var variables = await environment.ResolveAsync(resource, replica, values, cancellationToken);
        return new Launch(server.CreateProcess(context), variables, ready => server.IsReadyAsync(context, ready));
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync(IResource resource, ReplicaContext replica, ILogger logger, CancellationToken cancellationToken) =>
        await environment.ResolveAsync(resource, replica, await environment.CollectAsync(resource, logger, cancellationToken), cancellationToken);
}
