using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Standins.Tests.Servers;

namespace Standins.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class AspirePostgreSqlNpgsqlExtensionsTests(PostgresServer server)
{
    [Fact]
    public async Task AddNpgsqlDataSource_ConnectionString_ConnectsAndIsHealthy()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:orderdb", server.ConnectionString));
        builder.AddNpgsqlDataSource("orderdb");
        using var host = builder.Build();

        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 42");
        (await command.ExecuteScalarAsync().Soon()).ShouldBe(42);
        var report = await host.CheckHealthAsync();
        report.Status.ShouldBe(HealthStatus.Healthy);
        report.Entries.Keys.ShouldBe(["PostgreSql"]);
    }

    [Fact]
    public void Settings_FromAllPlaces_TheLaterWins()
    {
        var builder = ClientHost.Builder(
            ("Aspire:Npgsql:ConnectionString", "Host=shared"),
            ("Aspire:Npgsql:DisableMetrics", "true"),
            ("Aspire:Npgsql:DisableTracing", "true"),
            ("Aspire:Npgsql:orderdb:ConnectionString", "Host=named"),
            ("Aspire:Npgsql:orderdb:DisableTracing", "false"),
            ("ConnectionStrings:catalogdb", "Host=catalog"));
        builder.AddNpgsqlDataSource(
            "orderdb",
            settings =>
            {
                settings.ConnectionString.ShouldBe("Host=named");
                settings.DisableMetrics.ShouldBeTrue();
                settings.DisableTracing.ShouldBeFalse();
                settings.ConnectionString = "Host=delegate";
            },
            dataSource => dataSource.ConnectionStringBuilder.Port = 77);
        builder.AddKeyedNpgsqlDataSource("catalogdb", settings => settings.ConnectionString.ShouldBe("Host=catalog"));
        using var host = builder.Build();

        var connection = new NpgsqlConnectionStringBuilder(host.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString);
        (connection.Host, connection.Port).ShouldBe(("delegate", 77));
        host.Services.GetRequiredKeyedService<NpgsqlDataSource>("catalogdb").ConnectionString.ShouldContain("catalog");
    }

    [Fact]
    public void ConnectionString_Missing_ThrowsOnlyWhenResolved()
    {
        var builder = ClientHost.Builder();
        builder.AddNpgsqlDataSource("orderdb");
        using var host = builder.Build();

        Should.Throw<InvalidOperationException>(host.Services.GetRequiredService<NpgsqlDataSource>).Message.ShouldContain("ConnectionStrings:orderdb");
    }

    [Fact]
    public async Task HealthCheck_NobodyListens_IsUnhealthy()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:orderdb", $"Host=127.0.0.1;Port={Loopback.FreePort()};Username=shop"));
        builder.AddKeyedNpgsqlDataSource("orderdb");
        using var host = builder.Build();

        var report = await host.CheckHealthAsync();
        report.Entries["PostgreSql_orderdb"].Status.ShouldBe(HealthStatus.Unhealthy);
        report.Entries["PostgreSql_orderdb"].Exception.ShouldBeAssignableTo<NpgsqlException>();
    }

    [Fact]
    public async Task HealthCheck_AddedTwiceOrDisabled_IsThereOnceOrNot()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:orderdb", server.ConnectionString));
        builder.AddNpgsqlDataSource("orderdb");
        builder.AddNpgsqlDataSource("orderdb");
        builder.AddKeyedNpgsqlDataSource("orderdb", settings => settings.DisableHealthChecks = true);
        using var host = builder.Build();

        (await host.CheckHealthAsync()).Entries.Keys.ShouldBe(["PostgreSql"]);
    }

    [Fact]
    public async Task Telemetry_Command_IsASpanAndMeasured()
    {
        var metrics = new MetricNames();
        var builder = ClientHost.Builder(("ConnectionStrings:orderdb", server.ConnectionString));
        builder.AddNpgsqlDataSource("orderdb");
        builder.Services.ConfigureOpenTelemetryMeterProvider(metering => metering.AddReader(new BaseExportingMetricReader(metrics)));
        using var host = builder.Build();
        await host.StartAsync().Soon();

        await using (var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 1"))
        {
            await command.ExecuteScalarAsync().Soon();
        }

        host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        metrics.Exported.ShouldContain(name => name.StartsWith("db.client.", StringComparison.Ordinal));
        host.Spans().Of("Npgsql").ShouldContain(span => span.Kind == ActivityKind.Client);
        await host.StopAsync().Soon();
    }

    private sealed class MetricNames : BaseExporter<Metric>
    {
        public ConcurrentBag<string> Exported { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                Exported.Add(metric.Name);
            }

            return ExportResult.Success;
        }
    }
}
