using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Standins.Tests.Aspire.Hosting;

/// <summary>Applications for tests, with the projects that the tiny AppHost was built with.</summary>
internal static class TestApp
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IDistributedApplicationTestingBuilder Create(params string[] args) =>
        DistributedApplicationTestingBuilder.Create(args, (options, _) => options.AssemblyName = "Tiny.AppHost");

    /// <summary>An application that is never started.</summary>
    public static IDistributedApplicationBuilder Describe(params string[] args) => Create(args);

    public static async Task<Dictionary<string, string>> EnvironmentOfAsync(this IDistributedApplicationBuilder builder, IResource resource, ReplicaContext? replica = null)
    {
        var environment = new ResourceEnvironment(builder.ExecutionContext);
        var variables = await environment.CollectAsync(resource, NullLogger.Instance, CancellationToken.None);
        return await environment.ResolveAsync(resource, replica, variables, CancellationToken.None);
    }

    /// <summary>The environment as it would stand in a manifest.</summary>
    public static async Task<Dictionary<string, string>> ExpressionsOfAsync(this IDistributedApplicationBuilder builder, IResource resource)
    {
        var variables = await new ResourceEnvironment(builder.ExecutionContext).CollectAsync(resource, NullLogger.Instance, CancellationToken.None);
        return variables.ToDictionary(v => v.Key, v => (v.Value as IManifestExpressionProvider)?.ValueExpression ?? v.Value.ToString()!);
    }

    public static void Allocate(IResource resource, string endpoint, int port, params int[] replicaPorts)
    {
        var annotation = resource.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == endpoint);
        annotation.AllocatedEndpoint = new AllocatedEndpoint(annotation, "localhost", port) { ReplicaPorts = replicaPorts };
    }
}
