using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Telemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>Postgres as every service uses it.</summary>
public static class ShopPostgresExtensions
{
    // The tables of ServiceDefaults itself; the name stands in every database.
    private const string OwnSet = "shop";

    /// <summary>
    /// Adds a pooled, auto-preparing <c>NpgsqlDataSource</c> for the connection string of this name, <see cref="RequestIds"/>, and the
    /// migrations <c>Migrations/0001_name.sql</c> that are embedded in the application's assembly: they are applied before the
    /// service listens. While Postgres is away the service is not ready, refuses calls as UNAVAILABLE, and keeps trying.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The resource's name, e.g. <c>orderdb</c>; also the name of the application's set of migrations.</param>
    /// <param name="migrations">The assembly with the migrations, when it is not the application's.</param>
    /// <exception cref="InvalidOperationException">Called after AddShopMessaging.</exception>
    public static void AddShopPostgres(this IHostApplicationBuilder builder, string connectionName, Assembly? migrations = null)
    {
        var services = builder.Services;
        if (services.Any(service => service.ServiceType == typeof(Outbox)))
        {
            throw new InvalidOperationException("AddShopPostgres comes before AddShopMessaging: the outbox is only relayed for a service with Postgres.");
        }

        // Its own health check would run a statement with every probe of every replica: see PostgresProbe.
        builder.AddNpgsqlDataSource(
            connectionName, settings => settings.DisableHealthChecks = true, dataSource => Configure(dataSource, builder.Environment));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RequestIds>();
        services.AddSingleton<PostgresProbe>();

        services.AddSingleton(MigrationSet.Embedded(OwnSet, typeof(ShopPostgresExtensions).Assembly));
        services.AddSingleton(MigrationSet.Embedded(
            connectionName, migrations ?? Assembly.Load(new AssemblyName(builder.Environment.ApplicationName))));
        services.AddSingleton<Migrator>();
        services.AddSingleton<MigrationState>();
        services.AddHostedService<MigrationService>();
        services.AddSingleton<IStartupFilter, MigrationGate>();
        services.AddHealthChecks()
            .AddCheck<PostgresHealthCheck>("postgres", tags: ["ready"])
            .AddCheck<MigrationState>("migrations", tags: ["ready"]);

        services.AddOptions<RetentionOptions>().BindConfiguration("Retention");
        services.AddHostedService<RetentionSweep>();
    }

    // Defaults that the connection string can overrule.
    private static void Configure(NpgsqlDataSourceBuilder dataSource, IHostEnvironment environment)
    {
        var connection = dataSource.ConnectionStringBuilder;
        Default(connection, "Application Name", environment.ApplicationName);
        Default(connection, "Maximum Pool Size", 32);
        Default(connection, "Timeout", 5);
        Default(connection, "Command Timeout", 15);
        Default(connection, "Max Auto Prepare", 128);
        Default(connection, "Auto Prepare Min Usages", 2);
        // Nobody sets anything on a session, so there is nothing to reset: a few statements saved with every use of the pool.
        Default(connection, "No Reset On Close", true);

        // Polls, probes and sweeps belong to no trace, or to one that nobody records, and would each make one of their own.
        dataSource.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => Activity.Current is { IsAllDataRequested: true })
            .ConfigureBatchFilter(_ => Activity.Current is { IsAllDataRequested: true })
            .ConfigureCommandSpanNameProvider(command => StatementNames.Of(command.CommandText))
            .ConfigureBatchSpanNameProvider(StatementNames.Of));
    }

    private static void Default(NpgsqlConnectionStringBuilder connection, string keyword, object value)
    {
        if (!connection.ShouldSerialize(keyword))
        {
            connection[keyword] = value;
        }
    }
}
