using Aspire.Components;
using Aspire.RabbitMQ.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RabbitMQ.Client;

namespace Microsoft.Extensions.Hosting;

public static class AspireRabbitMQExtensions
{
    private const string SectionName = "Aspire:RabbitMQ:Client";

    /// <summary>Registers the connection and its factory, with the health check <c>RabbitMQ.Client</c>, logs and spans.</summary>
    public static void AddRabbitMQClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<RabbitMQClientSettings>? configureSettings = null,
        Action<ConnectionFactory>? configureConnectionFactory = null)
        => Add(builder, connectionName, configureSettings, configureConnectionFactory, serviceKey: null);

    /// <summary>Registers both as keyed services, with the health check <c>RabbitMQ.Client_{name}</c>, logs and spans.</summary>
    public static void AddKeyedRabbitMQClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<RabbitMQClientSettings>? configureSettings = null,
        Action<ConnectionFactory>? configureConnectionFactory = null)
        => Add(builder, name, configureSettings, configureConnectionFactory, serviceKey: name);

    private static void Add(
        IHostApplicationBuilder builder,
        string connectionName,
        Action<RabbitMQClientSettings>? configureSettings,
        Action<ConnectionFactory>? configureConnectionFactory,
        string? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var sections = builder.ComponentSections(SectionName, connectionName);
        var settings = ReadSettings(builder.Configuration, sections, connectionName);
        configureSettings?.Invoke(settings);

        builder.Services.TryAddSingleton<RabbitMQEventSourceLogForwarder>();
        AddConnection(builder.Services, settings, serviceKey, () => CreateFactory(settings, sections, configureConnectionFactory));

        if (!settings.DisableTracing)
        {
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
                .AddSource(RabbitMQConnector.SourceName)
                .AddSource("RabbitMQ.Client.*"));
        }

        if (!settings.DisableHealthChecks)
        {
            builder.TryAddHealthCheck(
                serviceKey is null ? "RabbitMQ.Client" : $"RabbitMQ.Client_{serviceKey}",
                provider => new RabbitMQHealthCheck(() => provider.Resolve<IConnection>(serviceKey)));
        }
    }

    private static RabbitMQClientSettings ReadSettings(IConfiguration configuration, IConfigurationSection[] sections, string connectionName)
    {
        var settings = new RabbitMQClientSettings();
        foreach (var section in sections)
        {
            section.Bind(settings);
        }

        settings.ConnectionString = configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        return settings;
    }

    private static ConnectionFactory CreateFactory(
        RabbitMQClientSettings settings,
        IConfigurationSection[] sections,
        Action<ConnectionFactory>? configureConnectionFactory)
    {
        var factory = new ConnectionFactory();
        foreach (var section in sections)
        {
            section.GetSection("ConnectionFactory").Bind(factory);
        }

        // The connection string wins over what the section says of host, port and user.
        if (!string.IsNullOrEmpty(settings.ConnectionString))
        {
            factory.Uri = new Uri(settings.ConnectionString);
        }

        configureConnectionFactory?.Invoke(factory);
        return factory;
    }

    private static void AddConnection(IServiceCollection services, RabbitMQClientSettings settings, string? serviceKey, Func<IConnectionFactory> createFactory)
    {
        if (serviceKey is null)
        {
            services.AddSingleton(_ => createFactory());
            services.AddSingleton(provider => Connect(provider, settings, serviceKey));
        }
        else
        {
            services.AddKeyedSingleton(serviceKey, (_, _) => createFactory());
            services.AddKeyedSingleton(serviceKey, (provider, _) => Connect(provider, settings, serviceKey));
        }

        if (!settings.DisableAutoActivation)
        {
            services.Activate<IConnection>(serviceKey);
        }
    }

    private static IConnection Connect(IServiceProvider provider, RabbitMQClientSettings settings, string? serviceKey)
    {
        provider.GetRequiredService<RabbitMQEventSourceLogForwarder>().Start();
        return RabbitMQConnector.Connect(provider.Resolve<IConnectionFactory>(serviceKey), settings.MaxConnectRetryCount);
    }
}
