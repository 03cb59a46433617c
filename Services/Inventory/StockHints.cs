using System.Collections.Concurrent;

namespace Shop.Inventory;

/// <summary>
/// What this replica believes is in stock: what its own last writes left, until it hears of a newer change. Good enough to choose
/// locations by, in the hope that the database agrees, which then costs one round trip; never good enough to refuse anybody.
/// </summary>
internal sealed class StockHints
{
    private const int Capacity = 50_000;

    private readonly ConcurrentDictionary<string, StockTotals> _bySku = new(StringComparer.Ordinal);

    /// <summary>The rows of all these SKUs; null when one is not known.</summary>
    public IReadOnlyList<StockRow>? Find(IEnumerable<string> skus)
    {
        var rows = new List<StockRow>();
        foreach (var sku in skus)
        {
            if (!_bySku.TryGetValue(sku, out var totals))
            {
                return null;
            }

            rows.AddRange(totals.Locations);
        }

        return rows;
    }

    /// <summary>Keeps what is stored now; all rows of each SKU.</summary>
    public void Learn(IEnumerable<StockRow> stock)
    {
        if (_bySku.Count > Capacity)
        {
            _bySku.Clear();
        }

        foreach (var rows in stock.GroupBy(row => row.Sku, StringComparer.Ordinal))
        {
            var totals = StockTotals.Of([.. rows]);
            _bySku.AddOrUpdate(rows.Key, totals, (_, known) => known.Revision > totals.Revision ? known : totals);
        }
    }

    /// <summary>Forgets what is older than a revision that somebody else has seen.</summary>
    public void Outdate(string sku, long revision)
    {
        if (_bySku.TryGetValue(sku, out var known) && known.Revision < revision)
        {
            _bySku.TryRemove(KeyValuePair.Create(sku, known));
        }
    }

    public void Forget(IEnumerable<string> skus)
    {
        foreach (var sku in skus)
        {
            _bySku.TryRemove(sku, out _);
        }
    }
}
