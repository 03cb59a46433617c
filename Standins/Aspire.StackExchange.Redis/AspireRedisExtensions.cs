using Aspire.Components;
using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

public static class AspireRedisExtensions
{
    private const string SectionName = "Aspire:StackExchange:Redis";

    /// <summary>Registers the connection, with its health check <c>StackExchange.Redis</c> and spans of the commands.</summary>
    /// <exception cref="InvalidOperationException">When the connection is first resolved and no endpoint is configured.</exception>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
        => builder.AddRedisClientBuilder(connectionName, configureSettings, configureOptions);

    /// <summary>Registers the connection as a keyed service, with its health check <c>StackExchange.Redis_{name}</c> and spans.</summary>
    /// <exception cref="InvalidOperationException">When the connection is first resolved and no endpoint is configured.</exception>
    public static void AddKeyedRedisClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
        => builder.AddKeyedRedisClientBuilder(name, configureSettings, configureOptions);

    /// <summary>As <see cref="AddRedisClient"/>, and answers what further integrations build on.</summary>
    public static AspireRedisClientBuilder AddRedisClientBuilder(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
        => Add(builder, connectionName, configureSettings, configureOptions, serviceKey: null);

    /// <summary>As <see cref="AddKeyedRedisClient"/>, and answers what further integrations build on.</summary>
    public static AspireRedisClientBuilder AddKeyedRedisClientBuilder(
        this IHostApplicationBuilder builder,
        string name,
        Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null)
        => Add(builder, name, configureSettings, configureOptions, serviceKey: name);

    private static AspireRedisClientBuilder Add(
        IHostApplicationBuilder builder,
        string connectionName,
        Action<StackExchangeRedisSettings>? configureSettings,
        Action<ConfigurationOptions>? configureOptions,
        string? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = ReadSettings(builder, connectionName);
        configureSettings?.Invoke(settings);

        AddOptions(builder, connectionName, settings, configureOptions, serviceKey);
        AddConnection(builder.Services, connectionName, settings, serviceKey);

        if (!settings.DisableTracing)
        {
            builder.Services.TryAddSingleton<RedisInstrumentation>();
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
                .AddSource(RedisInstrumentation.SourceName)
                .AddInstrumentation(provider => provider.GetRequiredService<RedisInstrumentation>()));
        }

        if (!settings.DisableHealthChecks)
        {
            builder.TryAddHealthCheck(
                serviceKey is null ? "StackExchange.Redis" : $"StackExchange.Redis_{serviceKey}",
                provider => new RedisHealthCheck(() => provider.Resolve<IConnectionMultiplexer>(serviceKey)));
        }

        return new AspireRedisClientBuilder(builder, settings, serviceKey);
    }

    private static StackExchangeRedisSettings ReadSettings(IHostApplicationBuilder builder, string connectionName)
    {
        var settings = new StackExchangeRedisSettings();
        foreach (var section in builder.ComponentSections(SectionName, connectionName))
        {
            section.Bind(settings);
        }

        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        return settings;
    }

    // As options, so that the host's own Configure<ConfigurationOptions> takes part; a keyed connection has the options of its name.
    private static void AddOptions(
        IHostApplicationBuilder builder,
        string connectionName,
        StackExchangeRedisSettings settings,
        Action<ConfigurationOptions>? configureOptions,
        string? serviceKey)
    {
        var optionsName = serviceKey ?? Options.Options.DefaultName;
        var sections = builder.ComponentSections(SectionName, connectionName);

        builder.Services.AddKeyedSingleton(optionsName, settings);
        builder.Services.TryAddTransient<IOptionsFactory<ConfigurationOptions>, ConfigurationOptionsFactory>();
        builder.Services.Configure<ConfigurationOptions>(optionsName, options =>
        {
            foreach (var section in sections)
            {
                section.GetSection("ConfigurationOptions").Bind(options);
            }

            configureOptions?.Invoke(options);
        });
    }

    private static void AddConnection(IServiceCollection services, string connectionName, StackExchangeRedisSettings settings, string? serviceKey)
    {
        if (serviceKey is null)
        {
            services.AddSingleton(provider => RedisConnection.Open(provider, Options.Options.DefaultName, connectionName, settings));
        }
        else
        {
            services.AddKeyedSingleton(serviceKey, (provider, _) => RedisConnection.Open(provider, serviceKey, connectionName, settings));
        }

        if (!settings.DisableAutoActivation)
        {
            services.Activate<IConnectionMultiplexer>(serviceKey);
        }
    }
}
