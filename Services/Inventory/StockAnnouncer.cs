using System.Threading.Channels;
using Npgsql;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>
/// Tells of changed stock: takes what has been noted in <c>stock_change</c> and writes it into the outbox, one StockChanged a SKU with the
/// state it is in by then. The first change is told at once; what follows within a moment is told together, what is sold out or back again
/// before the rest. Every replica does it; they
/// skip what another one has in hand or somebody is just writing.
/// </summary>
internal sealed partial class StockAnnouncer(NpgsqlDataSource dataSource, Outbox outbox, TimeProvider time, ILogger<StockAnnouncer> logger) : BackgroundService
{
    /// <summary>How many SKUs are told of together. With <see cref="Pause"/> it bounds what a rush costs those who listen.</summary>
    private const int LargestBatch = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // For what a replica left that was killed, and what the effect of a message changed.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // The row says it all: the stock itself, read in this statement, could be older than a row that was waited for.
    private const string Announce = """
        -- announce stock
        WITH told AS (
            DELETE FROM stock_change
            WHERE sku = ANY (ARRAY(SELECT sku FROM stock_change ORDER BY turned DESC, since LIMIT $2 FOR UPDATE SKIP LOCKED))
            RETURNING sku, on_hand, reserved, revision, change_time, trace_parent, trace_state
        )
        INSERT INTO outbox (id, type, payload, occur_time, trace_parent, trace_state)
        SELECT event_id($1), 'shop.inventory.v1.StockChanged', stock_changed(sku, on_hand, reserved, revision, change_time), $1, trace_parent, trace_state
        FROM told
        """;

    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that there may be something to tell; without it, it waits for the next poll.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Tells of one batch.</summary>
    /// <returns>Of how many SKUs.</returns>
    public async Task<int> AnnounceAsync(CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Append(Announce, time.GetUtcNow(), LargestBatch);
        var told = await batch.ExecuteNonQueryAsync(cancellationToken);
        if (told > 0)
        {
            outbox.Wake();
        }

        return told;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var poll = time.CreateTimer(_ => Wake(), state: null, PollInterval, PollInterval);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wakes.Reader.ReadAsync(stoppingToken);
            try
            {
                if (await AnnounceAsync(stoppingToken) == LargestBatch)
                {
                    Wake();
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Changes of the stock could not be told and wait: {Reason}")]
    private partial void LogFailed(string reason);
}
