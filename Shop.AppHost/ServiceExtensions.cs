using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shop.AppHost;

/// <summary>What the topology says of many resources, in a word each.</summary>
internal static class ServiceExtensions
{
    /// <summary>A secret that nobody has to choose: made at the first start, and kept.</summary>
    public static IResourceBuilder<ParameterResource> AddSecret(this IDistributedApplicationBuilder builder, string name, int length) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = length, Special = false }, secret: true, persist: true);

    /// <summary>
    /// A service of the shop: it knows the tokens' key, is asked for its health, and runs <c>--Replicas</c> times
    /// (<c>--Replicas:NAME</c> for it alone), since it keeps nothing in memory that it cannot lose. Its ports are
    /// free ones unless they are to be fixed, so that two checkouts run side by side.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> tokenKey, bool fixedPorts = false)
        where TProject : IProjectMetadata, new()
    {
        var service = builder.AddProject<TProject>(name)
            .WithReplicas(builder.Configuration.GetValue($"Replicas:{name}", builder.Configuration.GetValue("Replicas", 1)))
            .WithEnvironment("Security__TokenKey", tokenKey)
            .WithHttpHealthCheck("/health", endpointName: "probe");
        return fixedPorts ? service : service.WithFreePorts();
    }

    public static IResourceBuilder<ProjectResource> WithFreePorts(this IResourceBuilder<ProjectResource> project)
    {
        foreach (var endpoint in project.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            endpoint.Port = null;
        }

        return project;
    }

    /// <summary>What the payment provider and its customer know each other by.</summary>
    public static IResourceBuilder<ProjectResource> WithProviderSecrets(
        this IResourceBuilder<ProjectResource> project, IResourceBuilder<ParameterResource> providerKey, IResourceBuilder<ParameterResource> webhookSecret) =>
        project.WithEnvironment("Provider__SecretKey", providerKey).WithEnvironment("Provider__WebhookSecrets__0", webhookSecret);

    /// <summary>
    /// The service asks Identity for the keys that it checks tokens by. On this machine it also keeps the last ones in a file, and knows
    /// them when it starts while Identity is away; elsewhere, mount a volume and set <c>Security__KeysCopy</c> to do so.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithKeysOf(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ProjectResource> identity)
    {
        service.WithReference(identity);
        var builder = service.ApplicationBuilder;
        var data = Path.GetFullPath(builder.Configuration["DataVolumes:Root"] ?? ".shop", builder.AppHostDirectory);
        return builder.ExecutionContext.IsRunMode ? service.WithEnvironment("Security__KeysCopy", Path.Combine(data, "identity-keys.bin")) : service;
    }

    /// <summary>For trials: hands on what the AppHost was told of a service's settings, e.g. <c>--Order:PaymentDeadline=00:01:00</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithSettings(this IResourceBuilder<ProjectResource> project, string section)
    {
        foreach (var (key, value) in project.ApplicationBuilder.Configuration.GetSection(section).AsEnumerable().Where(setting => setting.Value is not null))
        {
            project.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
        }

        return project;
    }

    /// <summary>With <c>--RestartCrashed=true</c>, as platforms do; a developer rather wants to see it lie there.</summary>
    public static void AddRestartCrashed(this IDistributedApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue("RestartCrashed", false))
        {
            builder.Services.TryAddSingleton(TimeProvider.System);
            builder.Services.AddHostedService<RestartCrashed>();
        }
    }
}
