using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Shop.Inventory;

/// <summary>
/// Tells those who watch on this replica. A message only says that there is something new; what it is, is read for all of them at once,
/// so that the last state always arrives, however many messages came, in whichever order, or were lost. Now and then everything that
/// is watched is read again without being told to.
/// </summary>
internal sealed partial class StockWatchers(InventoryStore store, IOptions<InventoryOptions> options, TimeProvider time, ILogger<StockWatchers> logger) : BackgroundService
{
    private const int LargestRead = 1000;

    // So much may come together while a hot SKU changes a hundred times a second.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<StockWatch>> _bySku = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Watches until disposed.</summary>
    /// <param name="skus">What; a SKU at most once.</param>
    /// <param name="availableOnly">Whether only what can be sold is of interest.</param>
    public StockWatch Watch(IReadOnlyList<string> skus, bool availableOnly)
    {
        var watch = new StockWatch(this, skus, availableOnly);
        lock (_lock)
        {
            foreach (var sku in skus)
            {
                (_bySku.TryGetValue(sku, out var watches) ? watches : _bySku[sku] = []).Add(watch);
            }
        }

        return watch;
    }

    /// <summary>Says that a SKU's stock has changed.</summary>
    public void Note(string sku)
    {
        lock (_lock)
        {
            if (!_bySku.ContainsKey(sku))
            {
                return;
            }

            _changed.Add(sku);
        }

        _signals.Writer.TryWrite(true);
    }

    internal void Remove(StockWatch watch)
    {
        lock (_lock)
        {
            foreach (var sku in watch.Skus)
            {
                if (_bySku.TryGetValue(sku, out var watches) && watches.Remove(watch) && watches.Count == 0)
                {
                    _bySku.Remove(sku);
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var refresh = time.CreateTimer(_ => NoteAll(), state: null, options.Value.WatchRefresh, options.Value.WatchRefresh);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _signals.Reader.ReadAsync(stoppingToken);
            try
            {
                await TellAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                // The next refresh makes up for it.
                LogFailed(exception.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private void NoteAll()
    {
        lock (_lock)
        {
            _changed.UnionWith(_bySku.Keys);
        }

        _signals.Writer.TryWrite(true);
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        string[] changed;
        lock (_lock)
        {
            changed = [.. _changed];
            _changed.Clear();
        }

        foreach (var skus in changed.Chunk(LargestRead))
        {
            foreach (var stock in await store.GetStockAsync(skus, cancellationToken))
            {
                Offer(stock);
            }
        }
    }

    private void Offer(StockTotals stock)
    {
        StockWatch[] watches;
        lock (_lock)
        {
            watches = _bySku.TryGetValue(stock.Sku, out var found) ? [.. found] : [];
        }

        foreach (var watch in watches)
        {
            watch.Offer(stock);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What is watched could not be read: {Reason}")]
    private partial void LogFailed(string reason);
}
