using Aspire.RabbitMQ.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using RabbitMQ.Client;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Microsoft.Extensions.Hosting;

/// <summary>Messaging as every service uses it.</summary>
public static class ShopMessagingExtensions
{
    /// <summary>
    /// Adds the <see cref="Outbox"/> with its relay (for a service with <c>AddShopPostgres</c>) and the consumers. The service starts and
    /// stays up while the broker is away; it is degraded then, and catches up.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The resource's name, e.g. <c>rabbitmq</c>.</param>
    /// <param name="configure">Names what the service consumes.</param>
    public static void AddShopMessaging(
        this IHostApplicationBuilder builder, string connectionName, Action<MessagingBuilder>? configure = null)
    {
        // Our own connections on the registered factory: the registered one blocks whoever asks for it first while the broker is away.
        builder.AddRabbitMQClient(connectionName, Configure, Configure);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MessagingOptions>()
            .BindConfiguration("Messaging")
            .PostConfigure(options => options.Complete(builder.Environment))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<Outbox>();
        services.AddSingleton<Broker>();
        services.AddSingleton<Topology>();
        services.AddSingleton<Rerouter>();
        services.AddSingleton<RetryPolicy>();
        services.AddSingleton<MessagingTelemetry>();
        if (services.Any(service => service.ServiceType == typeof(MigrationState)))
        {
            services.AddHostedService<OutboxRelay>();
            services.AddHostedService<OutboxGauge>();
        }

        services.AddHostedService<ConsumerHost>();
        services.AddHealthChecks().AddCheck<BrokerHealthCheck>("broker", tags: ["ready"]);
        services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(MessagingTelemetry.Name));
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(MessagingTelemetry.Name));
        configure?.Invoke(new MessagingBuilder(services));
    }

    private static void Configure(RabbitMQClientSettings settings)
    {
        // Ours know more: see MessagingTelemetry and BrokerHealthCheck.
        settings.DisableTracing = true;
        settings.DisableHealthChecks = true;
    }

    private static void Configure(ConnectionFactory factory)
    {
        factory.AutomaticRecoveryEnabled = false;
        factory.TopologyRecoveryEnabled = false;
        // A broker that is stopped, or a line that is cut without a word, is found out after two of them.
        factory.RequestedHeartbeat = TimeSpan.FromSeconds(10);
        factory.ContinuationTimeout = TimeSpan.FromSeconds(10);
        factory.RequestedConnectionTimeout = TimeSpan.FromSeconds(5);
        factory.HandshakeContinuationTimeout = TimeSpan.FromSeconds(5);
    }
}
