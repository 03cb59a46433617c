using System.Data.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers an <see cref="NpgsqlDataSource"/> and its <see cref="NpgsqlConnection"/>, together with their abstract bases.</summary>
/// <remarks>What is registered already stays. With a service key all four are keyed services.</remarks>
public static class NpgsqlServiceCollectionExtensions
{
    public static IServiceCollection AddNpgsqlDataSource(
        this IServiceCollection serviceCollection,
        string connectionString,
        ServiceLifetime connectionLifetime = ServiceLifetime.Transient,
        ServiceLifetime dataSourceLifetime = ServiceLifetime.Singleton,
        object? serviceKey = null)
        => AddDataSource(serviceCollection, connectionString, configure: null, connectionLifetime, dataSourceLifetime, serviceKey);

    public static IServiceCollection AddNpgsqlDataSource(
        this IServiceCollection serviceCollection,
        string connectionString,
        Action<NpgsqlDataSourceBuilder> dataSourceBuilderAction,
        ServiceLifetime connectionLifetime = ServiceLifetime.Transient,
        ServiceLifetime dataSourceLifetime = ServiceLifetime.Singleton,
        object? serviceKey = null)
        => AddDataSource(serviceCollection, connectionString, (_, builder) => dataSourceBuilderAction(builder), connectionLifetime, dataSourceLifetime, serviceKey);

    public static IServiceCollection AddNpgsqlDataSource(
        this IServiceCollection serviceCollection,
        string connectionString,
        Action<IServiceProvider, NpgsqlDataSourceBuilder> dataSourceBuilderAction,
        ServiceLifetime connectionLifetime = ServiceLifetime.Transient,
        ServiceLifetime dataSourceLifetime = ServiceLifetime.Singleton,
        object? serviceKey = null)
        => AddDataSource(serviceCollection, connectionString, dataSourceBuilderAction, connectionLifetime, dataSourceLifetime, serviceKey);

    public static IServiceCollection AddNpgsqlSlimDataSource(
        this IServiceCollection serviceCollection,
        string connectionString,
        ServiceLifetime connectionLifetime = ServiceLifetime.Transient,
        ServiceLifetime dataSourceLifetime = ServiceLifetime.Singleton,
        object? serviceKey = null)
        => AddSlimDataSource(serviceCollection, connectionString, configure: null, connectionLifetime, dataSourceLifetime, serviceKey);

    public static IServiceCollection AddNpgsqlSlimDataSource(
        this IServiceCollection serviceCollection,
        string connectionString,
        Action<NpgsqlSlimDataSourceBuilder> dataSourceBuilderAction,
        ServiceLifetime connectionLifetime = ServiceLifetime.Transient,
        ServiceLifetime dataSourceLifetime = ServiceLifetime.Singleton,
        object? serviceKey = null)
        => AddSlimDataSource(serviceCollection, connectionString, (_, builder) => dataSourceBuilderAction(builder), connectionLifetime, dataSourceLifetime, serviceKey);

    public static IServiceCollection AddNpgsqlSlimDataSource(
        this IServiceCollection serviceCollection,
        string connectionString,
        Action<IServiceProvider, NpgsqlSlimDataSourceBuilder> dataSourceBuilderAction,
        ServiceLifetime connectionLifetime = ServiceLifetime.Transient,
        ServiceLifetime dataSourceLifetime = ServiceLifetime.Singleton,
        object? serviceKey = null)
        => AddSlimDataSource(serviceCollection, connectionString, dataSourceBuilderAction, connectionLifetime, dataSourceLifetime, serviceKey);

    private static IServiceCollection AddDataSource(
        IServiceCollection services,
        string connectionString,
        Action<IServiceProvider, NpgsqlDataSourceBuilder>? configure,
        ServiceLifetime connectionLifetime,
        ServiceLifetime dataSourceLifetime,
        object? serviceKey)
        => Add(services, connectionLifetime, dataSourceLifetime, serviceKey, provider =>
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            builder.UseLoggerFactory(provider.GetService<ILoggerFactory>());
            configure?.Invoke(provider, builder);
            return builder.Build();
        });

    private static IServiceCollection AddSlimDataSource(
        IServiceCollection services,
        string connectionString,
        Action<IServiceProvider, NpgsqlSlimDataSourceBuilder>? configure,
        ServiceLifetime connectionLifetime,
        ServiceLifetime dataSourceLifetime,
        object? serviceKey)
        => Add(services, connectionLifetime, dataSourceLifetime, serviceKey, provider =>
        {
            var builder = new NpgsqlSlimDataSourceBuilder(connectionString);
            builder.UseLoggerFactory(provider.GetService<ILoggerFactory>());
            configure?.Invoke(provider, builder);
            return builder.Build();
        });

    private static IServiceCollection Add(
        IServiceCollection services,
        ServiceLifetime connectionLifetime,
        ServiceLifetime dataSourceLifetime,
        object? serviceKey,
        Func<IServiceProvider, NpgsqlDataSource> create)
    {
        if (serviceKey is null)
        {
            services.TryAdd(new ServiceDescriptor(typeof(NpgsqlDataSource), create, dataSourceLifetime));
            services.TryAdd(new ServiceDescriptor(typeof(DbDataSource), provider => provider.GetRequiredService<NpgsqlDataSource>(), dataSourceLifetime));
            services.TryAdd(new ServiceDescriptor(typeof(NpgsqlConnection), provider => provider.GetRequiredService<NpgsqlDataSource>().CreateConnection(), connectionLifetime));
            services.TryAdd(new ServiceDescriptor(typeof(DbConnection), provider => provider.GetRequiredService<NpgsqlConnection>(), connectionLifetime));
            return services;
        }

        services.TryAdd(new ServiceDescriptor(typeof(NpgsqlDataSource), serviceKey, (provider, _) => create(provider), dataSourceLifetime));
        services.TryAdd(new ServiceDescriptor(typeof(DbDataSource), serviceKey, (provider, key) => provider.GetRequiredKeyedService<NpgsqlDataSource>(key), dataSourceLifetime));
        services.TryAdd(new ServiceDescriptor(typeof(NpgsqlConnection), serviceKey, (provider, key) => provider.GetRequiredKeyedService<NpgsqlDataSource>(key).CreateConnection(), connectionLifetime));
        services.TryAdd(new ServiceDescriptor(typeof(DbConnection), serviceKey, (provider, key) => provider.GetRequiredKeyedService<NpgsqlConnection>(key), connectionLifetime));
        return services;
    }
}
