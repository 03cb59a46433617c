using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Measures the outbox, whether or not the relay gets anywhere: <c>shop.outbox.rows</c> and <c>shop.outbox.lag</c>.</summary>
internal sealed partial class OutboxGauge : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _dataSource;
    private readonly MigrationState _migrations;
    private readonly TimeProvider _time;
    private readonly ILogger<OutboxGauge> _logger;
    private OutboxSize? _size;

    public OutboxGauge(
        NpgsqlDataSource dataSource, MigrationState migrations, IMeterFactory meters, TimeProvider time, ILogger<OutboxGauge> logger)
    {
        (_dataSource, _migrations, _time, _logger) = (dataSource, migrations, time, logger);
        var meter = meters.Create(MessagingTelemetry.Name);
        meter.CreateObservableGauge("shop.outbox.rows", () => Observe(size => size.Rows), "{row}", "Events that wait to be published.");
        meter.CreateObservableGauge("shop.outbox.lag", () => Observe(Lag), "s", "Age of the oldest event that waits to be published.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _migrations.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            try
            {
                _size = await OutboxTable.MeasureAsync(_dataSource, stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                // Better no value than an old one.
                _size = null;
                LogFailed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private double Lag(OutboxSize size) => size.Oldest is { } oldest ? (_time.GetUtcNow() - oldest).TotalSeconds : 0;

    private IEnumerable<Measurement<T>> Observe<T>(Func<OutboxSize, T> value) where T : struct =>
        _size is { } size ? [new Measurement<T>(value(size))] : [];

    [LoggerMessage(Level = LogLevel.Debug, Message = "The outbox could not be measured: {Reason}")]
    private partial void LogFailed(string reason);
}
