using System.Threading.Channels;

namespace Shop.Inventory;

/// <summary>
/// What one caller watches. Keeps the newest state of each SKU that he has not been told yet, and no more, however slowly he reads.
/// </summary>
internal sealed class StockWatch(StockWatchers watchers, IReadOnlyList<string> skus, bool availableOnly) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StockTotals> _newest = new(skus.Count, StringComparer.Ordinal);
    private readonly Dictionary<string, StockTotals> _untold = new(skus.Count, StringComparer.Ordinal);
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public IReadOnlyList<string> Skus => skus;

    /// <summary>Takes note of a SKU's stock, if it is newer than what is known and different to this caller.</summary>
    public void Offer(StockTotals stock)
    {
        lock (_lock)
        {
            var known = _newest.GetValueOrDefault(stock.Sku);
            if (known is not null && known.Revision >= stock.Revision)
            {
                return;
            }

            _newest[stock.Sku] = stock;
            if (availableOnly && known?.Available == stock.Available && !_untold.ContainsKey(stock.Sku))
            {
                return;
            }

            _untold[stock.Sku] = stock;
        }

        _signals.Writer.TryWrite(true);
    }

    /// <summary>Waits until there is something to tell, and gives it: a SKU at most once.</summary>
    public async Task<IReadOnlyList<StockTotals>> NextAsync(CancellationToken cancellationToken)
    {
        await _signals.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            StockTotals[] untold = [.. _untold.Values];
            _untold.Clear();
            return untold;
        }
    }

    public void Dispose() => watchers.Remove(this);
}
