using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Tests.Contract;

namespace Shop.Tests.Unit.ServiceDefaults.Telemetry;

/// <summary>docs/metrics.json says what the shop measures; what the code creates is exactly that.</summary>
public sealed class MetricRegistryTests
{
    // Every service, and what they share: a meter that is added anywhere is seen.
    private static readonly Assembly[] Measured =
    [
        typeof(global::Shop.Carts.CartGrpc).Assembly, typeof(global::Shop.Catalog.CatalogGrpc).Assembly, typeof(global::Shop.Gateway.HealthProbes).Assembly,
        typeof(global::Shop.Identity.IdentityGrpc).Assembly, typeof(global::Shop.Inventory.InventoryTelemetry).Assembly, typeof(global::Shop.Orders.OrderTelemetry).Assembly,
        typeof(global::Shop.Payments.PaymentTelemetry).Assembly, typeof(global::Shop.PaymentProvider.ProviderStore).Assembly,
        typeof(global::Shop.ServiceDefaults.Telemetry.StatementNames).Assembly,
    ];

    [Fact]
    public void Measured_IsEveryService()
    {
        var services = Directory.GetFiles(Path.Combine(ProtoSources.Folder, "..", "Services"), "*.csproj", SearchOption.AllDirectories);

        Measured.Distinct().Count().ShouldBe(services.Length + 1, "A service is missing above.");
    }

    [Fact]
    public void EveryInstrument_IsInTheRegistryAsItIs()
    {
        var created = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == Scope)
                {
                    created.Add($"{instrument.Name} {instrument.Meter.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit} {instrument.Description}");
                }
            },
        };
        listener.Start();
        foreach (var type in Measured.SelectMany(assembly => assembly.GetTypes()).Where(TakesMeters))
        {
            Create(type);
        }

        created.Distinct().Order(StringComparer.Ordinal).ShouldBe(Registered().Order(StringComparer.Ordinal));
    }

    private static readonly object Scope = new();

    private static bool TakesMeters(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.GetConstructors().Any(constructor => constructor.GetParameters().Any(p => p.ParameterType == typeof(IMeterFactory)));

    // The stores are named and never called: an instrument is created when its owner is.
    private static void Create(Type type)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IMeterFactory>(new ScopedMeters(Scope));
        services.AddSingleton(NpgsqlDataSource.Create("Host=nowhere")).AddSingleton<global::Shop.ServiceDefaults.Postgres.MigrationState>();
        using var provider = services.BuildServiceProvider();
        var instance = ActivatorUtilities.CreateInstance(provider, type);
        (instance as IDisposable)?.Dispose();
    }

    private static IEnumerable<string> Registered()
    {
        var file = Path.Combine(ProtoSources.Folder, "..", "docs", "metrics.json");
        using var registry = JsonDocument.Parse(File.ReadAllText(file));
        return [.. registry.RootElement.GetProperty("metrics").EnumerateArray().Select(metric =>
            $"{metric.GetProperty("name")} {metric.GetProperty("meter")} {metric.GetProperty("kind")} {metric.GetProperty("unit")} {metric.GetProperty("description")}")];
    }

    private sealed class ScopedMeters(object scope) : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options.Name, options.Version, options.Tags, scope);

        public void Dispose()
        {
        }
    }
}
