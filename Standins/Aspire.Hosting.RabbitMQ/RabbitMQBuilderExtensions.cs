using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.RabbitMQ;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static class RabbitMQBuilderExtensions
{
    private const int ContainerPort = 5672;
    private const string DataPath = "/var/lib/rabbitmq";

    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        // Without special characters, since it becomes part of a URI.
        var passwordParameter = password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var broker = new RabbitMQServerResource(name, userName?.Resource, passwordParameter);
        var key = $"{name}_check";
        // One check for the application's life: it keeps its connection, which the container closes.
        builder.Services.AddKeyedSingleton(key, (_, _) => new RabbitMQHealthCheck(broker));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, services => services.GetRequiredKeyedService<RabbitMQHealthCheck>(key), failureStatus: null, tags: null));
        return builder.AddResource(broker)
            .WithImage(RabbitMQContainerImageTags.Image, RabbitMQContainerImageTags.Tag)
            .WithImageRegistry(RabbitMQContainerImageTags.Registry)
            .WithEndpoint(port: port, targetPort: ContainerPort, name: RabbitMQServerResource.PrimaryEndpointName)
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["RABBITMQ_DEFAULT_USER"] = broker.UserNameReference;
                context.EnvironmentVariables["RABBITMQ_DEFAULT_PASS"] = broker.PasswordParameter;
            })
            .WithAnnotation(new NativeServerAnnotation(new RabbitMQServer(broker)))
            .WithHealthCheck(key);
    }

    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "data"), DataPath, isReadOnly).WithStableNodeName();

    public static IResourceBuilder<RabbitMQServerResource> WithDataBindMount(this IResourceBuilder<RabbitMQServerResource> builder, string source, bool isReadOnly = false) =>
        builder.WithBindMount(source, DataPath, isReadOnly).WithStableNodeName();

    // The broker finds its data by the node's name.
    private static IResourceBuilder<RabbitMQServerResource> WithStableNodeName(this IResourceBuilder<RabbitMQServerResource> builder) =>
        builder.ApplicationBuilder.ExecutionContext.IsRunMode
            ? builder.WithEnvironment("RABBITMQ_NODENAME", RabbitMQServer.NodeName(builder.Resource))
            : builder;
}
