using System.Diagnostics.Metrics;
using Npgsql;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>
/// Measures how many orders stand in each state that they are to leave again: <c>shop.order.open</c>. Of the others, which only
/// grow, <c>shop.order.entered</c> tells.
/// </summary>
internal sealed partial class OrderGauge : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private const string Count = """
        -- count open orders
        SELECT state, count(*) FROM orders WHERE state < 4 GROUP BY state
        """;

    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly ILogger<OrderGauge> _logger;
    private IReadOnlyDictionary<OrderState, long>? _open;

    public OrderGauge(NpgsqlDataSource dataSource, IMeterFactory meters, TimeProvider time, ILogger<OrderGauge> logger)
    {
        (_dataSource, _time, _logger) = (dataSource, time, logger);
        meters.Create(OrderTelemetry.Name).CreateObservableGauge("shop.order.open", Observe, "{order}", "Orders in each state that they are to leave again, by shop.order.state.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                _open = await CountAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                // Better no value than an old one.
                _open = null;
                LogFailed(exception.Message);
            }
        }
    }

    private async Task<IReadOnlyDictionary<OrderState, long>> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand(Count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        // A state that nobody is in is told, too: as 0.
        var open = new Dictionary<OrderState, long> { [OrderState.AwaitingPayment] = 0, [OrderState.Confirmed] = 0, [OrderState.Shipped] = 0 };
        while (await reader.ReadAsync(cancellationToken))
        {
            open[(OrderState)reader.GetInt16(0)] = reader.GetInt64(1);
        }

        return open;
    }

    private IEnumerable<Measurement<long>> Observe() =>
        _open?.Select(entry => new Measurement<long>(entry.Value, new KeyValuePair<string, object?>("shop.order.state", entry.Key.ToString()))) ?? [];

    [LoggerMessage(LogLevel.Debug, "Open orders could not be counted: {Reason}")]
    private partial void LogFailed(string reason);
}
