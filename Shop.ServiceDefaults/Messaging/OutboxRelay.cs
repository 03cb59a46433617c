using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Publishes what stands in the outbox. Rows are taken for a while, published, and deleted when the broker has confirmed them, in the
/// statement that takes the next: whoever dies in between leaves them in the table, to be published again when the while is over.
/// Replicas share the table: rows in hand are skipped. No transaction is open while the broker is waited for.
/// </summary>
internal sealed partial class OutboxRelay(
    NpgsqlDataSource dataSource,
    MigrationState migrations,
    Outbox outbox,
    Broker broker,
    Topology topology,
    MessagingTelemetry telemetry,
    IOptions<MessagingOptions> options,
    TimeProvider time,
    ILogger<OutboxRelay> logger) : BackgroundService
{
    // A refused event waits this long, so that it does not stand in the way of the others.
    private static readonly TimeSpan RefusedDelay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    // What the statements around a batch may take beyond the broker's time.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(2);

    private readonly MessagingOptions _options = options.Value;

    private Guid[] _published = [];

    private readonly ConfirmedPublisher _publisher = new(
        broker.Publishing, (channel, cancellationToken) => topology.DeclareEventsAsync(broker.Publishing, channel, cancellationToken), options.Value.ConfirmTimeout, time);

    /// <summary>Stops after the batch at hand, then takes along what was written until just now.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (migrations.IsMigrated && broker.Publishing.IsOpen)
        {
            try
            {
                await PublishBatchAsync(cancellationToken);
                await AdvanceAsync(limit: 0, cancellationToken);
            }
            catch (Exception exception)
            {
                LogInterrupted(exception);
            }
        }

        await _publisher.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await migrations.WaitAsync(stoppingToken);
        await using var poll = time.CreateTimer(_ => outbox.Wake(), state: null, _options.PollInterval, _options.PollInterval);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_published.Length > 0 && !broker.Publishing.IsOpen)
                {
                    // To open takes as long as the broker is away; until then what is published would look like what waits.
                    await AdvanceAsync(limit: 0, stoppingToken);
                }

                await _publisher.OpenAsync(stoppingToken);
                // Not by the stopping token: a batch that is under way is finished, else it would be published twice.
                var count = await PublishBatchAsync(CancellationToken.None);
                backoff.Reset();
                if (count == 0)
                {
                    await outbox.WaitAsync(stoppingToken);
                }
                else if (count < _options.RelayBatchSize)
                {
                    // What comes within a moment is taken by the statement that deletes this batch; nothing that comes waits.
                    await outbox.WaitAsync(Moment, stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogInterrupted(exception);
                await backoff.DelayAsync(time, stoppingToken);
            }
        }
    }

    private async Task<int> PublishBatchAsync(CancellationToken cancellationToken)
    {
        var rows = await AdvanceAsync(_options.RelayBatchSize, cancellationToken);
        if (rows.Count == 0)
        {
            return 0;
        }

        bool[] confirmed;
        try
        {
            confirmed = await PublishAsync(rows, cancellationToken);
        }
        catch (BrokerException)
        {
            await OutboxTable.PutBackAsync(dataSource, [.. rows.Select(row => row.Id)], TimeSpan.Zero, cancellationToken);
            throw;
        }

        _published = [.. rows.Where((_, i) => confirmed[i]).Select(row => row.Id)];
        if (_published.Length < rows.Count)
        {
            await RefuseAsync([.. rows.Where((_, i) => !confirmed[i])], cancellationToken);
        }

        return rows.Count;
    }

    private async Task<List<OutboxRow>> AdvanceAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await OutboxTable.AdvanceAsync(dataSource, _published, limit, _options.ConfirmTimeout + LeaseMargin, cancellationToken);
        _published = [];
        return rows;
    }

    private async Task RefuseAsync(List<OutboxRow> rows, CancellationToken cancellationToken)
    {
        rows.ForEach(row => LogRefused(row.Type, row.Id));
        await OutboxTable.PutBackAsync(dataSource, [.. rows.Select(row => row.Id)], RefusedDelay, cancellationToken);
    }

    private async Task<bool[]> PublishAsync(List<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var spans = rows.ConvertAll(row => MessagingTelemetry.StartPublish(topology.Exchange, row));
        try
        {
            var publications = rows.Zip(spans, (row, span) => row.ToPublication(topology.Exchange, span?.Id ?? row.TraceParent));
            var confirmed = await _publisher.PublishAsync([.. publications], cancellationToken);
            telemetry.Published(rows.Where((_, i) => confirmed[i]));
            return confirmed;
        }
        finally
        {
            spans.ForEach(span => span?.Dispose());
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Publishing was interrupted; the events stay in the outbox")]
    private partial void LogInterrupted(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker refused {Type} {Id}: a queue for it is full or lost; it is kept")]
    private partial void LogRefused(string type, Guid id);
}
