using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Projects;

/// <summary>What a project resource has by convention: endpoints and environment, from its settings and launch profile.</summary>
internal static class ProjectDefaults
{
    public static void Apply(IResourceBuilder<ProjectResource> project, IProjectMetadata metadata, ProjectResourceOptions options)
    {
        var builder = project.ApplicationBuilder;
        if (!File.Exists(metadata.ProjectPath))
        {
            throw new DistributedApplicationException($"The project file '{metadata.ProjectPath}' of resource '{project.Resource.Name}' does not exist.");
        }
        var launch = options.ExcludeLaunchProfile ? null : Launch(builder, metadata, options);
        if (options.ExcludeLaunchProfile)
        {
            project.WithAnnotation(new ExcludeLaunchProfileAnnotation());
        }
        if (launch is not null)
        {
            project.WithAnnotation(new LaunchProfileAnnotation(launch.Value.Name)).WithAnnotation(new EffectiveLaunchProfileAnnotation(launch.Value.Name, launch.Value.Profile));
        }

        var environmentName = EnvironmentNameOf(launch?.Profile, builder.Environment);
        var kestrel = KestrelSettings.Read(metadata.ProjectPath, environmentName);
        IReadOnlyList<KestrelEndpoint> kestrelEndpoints = options.ExcludeKestrelEndpoints ? [] : kestrel.Endpoints;
        project.WithAnnotation(new ProjectConventionsAnnotation(environmentName, kestrelEndpoints.Count > 0));
        AddEndpoints(project, launch?.Profile, kestrelEndpoints, kestrel.IsHttp2ByDefault);
        project.WithEnvironment(context => ProjectEnvironment.AddAsync(context, project));
    }

    private static (string Name, LaunchProfile Profile)? Launch(IDistributedApplicationBuilder builder, IProjectMetadata metadata, ProjectResourceOptions options) =>
        LaunchProfileFile.Choose(
            metadata.LaunchSettings ?? LaunchProfileFile.Read(metadata.ProjectPath),
            options.LaunchProfileName,
            builder.Configuration["AppHost:DefaultLaunchProfileName"] ?? builder.Configuration["DOTNET_LAUNCH_PROFILE"],
            metadata.ProjectPath);

    // A project without a profile of its own runs in the AppHost's environment.
    private static string EnvironmentNameOf(LaunchProfile? profile, IHostEnvironment appHost) =>
        profile?.EnvironmentVariables.GetValueOrDefault("ASPNETCORE_ENVIRONMENT")
        ?? profile?.EnvironmentVariables.GetValueOrDefault("DOTNET_ENVIRONMENT")
        ?? appHost.EnvironmentName;

    private static void AddEndpoints(IResourceBuilder<ProjectResource> project, LaunchProfile? profile, IReadOnlyList<KestrelEndpoint> kestrelEndpoints, bool http2ByDefault)
    {
        var publishes = project.ApplicationBuilder.ExecutionContext.IsPublishMode;
        foreach (var endpoint in kestrelEndpoints)
        {
            project.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, endpoint.Scheme, endpoint.IsHttp2Only ? "http2" : null, endpoint.Name,
                port: publishes ? null : endpoint.Port, targetPort: publishes ? endpoint.Port : null)
            {
                TargetHost = endpoint.Host,
                TlsEnabled = endpoint.Scheme == "https",
            });
        }
        if (kestrelEndpoints.Count > 0 || profile?.ApplicationUrl is not { Length: > 0 } urls)
        {
            return;
        }
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            project.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, address.Scheme, http2ByDefault ? "http2" : null, FreeName(project.Resource, address.Scheme),
                port: publishes || address.Port == 0 ? null : address.Port)
            {
                TargetHost = address.Host,
                TlsEnabled = address.Scheme == "https",
            });
        }
    }

    // The second URL of a scheme is http2, the third http3: a count, not a protocol.
    private static string FreeName(IResource resource, string scheme)
    {
        var taken = resource.Annotations.OfType<EndpointAnnotation>().Select(e => e.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return taken.Contains(scheme) ? Enumerable.Range(2, 100).Select(i => scheme + i).First(name => !taken.Contains(name)) : scheme;
    }
}
