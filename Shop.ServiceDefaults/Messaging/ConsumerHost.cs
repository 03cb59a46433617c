using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Runs the consumers of the service, once its database is migrated.</summary>
internal sealed partial class ConsumerHost(
    IEnumerable<ConsumerRegistration> registrations,
    IServiceProvider services,
    Topology topology,
    Broker broker,
    RetryPolicy policy,
    Rerouter rerouter,
    MessagingTelemetry telemetry,
    IOptions<MessagingOptions> options,
    TimeProvider time,
    ILogger<ConsumerHost> logger) : BackgroundService
{
    private readonly PostgresProbe? _store = services.GetService<PostgresProbe>();
    private readonly CancellationTokenSource _abort = new();

    /// <summary>Stops consuming and lets what is under way finish, as long as the host has patience.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var impatience = cancellationToken.Register(_abort.Cancel);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _abort.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<MigrationState>() is { } migrations)
        {
            await migrations.WaitAsync(stoppingToken);
        }

        foreach (var registration in registrations.Where(IsUnknownToTheContract))
        {
            LogUnknown(registration.Message.FullName, options.Value.Service);
        }

        await Task.WhenAll(registrations.Select(registration => Consumer(registration).RunAsync(stoppingToken, _abort.Token)));
    }

    private bool IsUnknownToTheContract(ConsumerRegistration registration) =>
        registration.Kind == ConsumerKind.Shared
        && registration.Message.File.Package.StartsWith("shop.", StringComparison.Ordinal)
        && !EventContracts.ConsumersOf(registration.Message).Contains(options.Value.Service, StringComparer.Ordinal);

    private QueueConsumer Consumer(ConsumerRegistration registration)
    {
        var queue = topology.Queue(registration.Message);
        var effect = registration.Effect(services, queue);
        var run = new EffectRun(queue, options.Value.ConsumeTimeout, time, logger);
        var each = new DeliveryHandler(queue, registration.Kind, effect, run, policy, rerouter, _store, topology.Exchange, telemetry, logger);
        var together = effect is IBatchEffect batches ? new BatchHandler(queue, batches, run, topology.Exchange, telemetry, logger) : null;
        return new QueueConsumer(registration, each, together, _store, topology, broker, options.Value, time, logger);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The contract of {Message} does not name {Service} among its consumers: what is published before this service ran first is lost to it")]
    private partial void LogUnknown(string message, string service);
}
