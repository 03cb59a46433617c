using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>
/// Decides a batch of demands against the locked stock, in the order they came: each all or nothing, each seeing what those before
/// it took. Pure: it reads no clock and touches no store.
/// </summary>
internal sealed class ReservePlanner
{
    private readonly Dictionary<string, List<Shelf>> _shelves;
    private readonly Dictionary<Guid, StoredReservation> _reservations;
    private readonly DateTimeOffset _now;

    /// <param name="stock">The stock of all SKUs that the batch names.</param>
    /// <param name="reservations">The reservations that the batch's orders have already.</param>
    /// <param name="now">The time of the transaction.</param>
    public ReservePlanner(IEnumerable<StockRow> stock, IEnumerable<StoredReservation> reservations, DateTimeOffset now)
    {
        _shelves = stock.GroupBy(row => row.Sku).ToDictionary(
            group => group.Key,
            group => group.OrderBy(row => row.Priority).ThenByDescending(row => row.Available).ThenBy(row => row.LocationId, StringComparer.Ordinal).Select(row => new Shelf(row)).ToList());
        _reservations = reservations.ToDictionary(reservation => reservation.OrderId);
        _now = now;
    }

    public ReserveOutcome Decide(OrderDemand demand)
    {
        var earlier = _reservations.GetValueOrDefault(demand.OrderId);
        switch (earlier?.State)
        {
            case ReservationState.Released:
                return new ReserveOutcome.Released();
            case not null when !earlier.IsFor(demand.Quantities):
                return new ReserveOutcome.Mismatch();
            case ReservationState.Held or ReservationState.Committed:
                return new ReserveOutcome.Repeated(earlier);
        }

        var shortages = demand.Quantities.Select(wanted => new Shortage(wanted.Key, wanted.Value, AvailableOf(wanted.Key))).Where(shortage => shortage.Available < shortage.Requested).ToList();
        if (shortages.Count > 0)
        {
            return new ReserveOutcome.OutOfStock(shortages);
        }

        var lines = demand.Quantities.SelectMany(wanted => Take(wanted.Key, wanted.Value)).ToList();
        var reservation = new StoredReservation(demand.OrderId, ReservationState.Held, earlier?.CreateTime ?? _now, _now + demand.Ttl, _now, lines);
        _reservations[demand.OrderId] = reservation;
        return new ReserveOutcome.Held(reservation);
    }

    /// <summary>The stock as it is once what was decided is stored.</summary>
    public IEnumerable<StockRow> StockAfter() => _shelves.Values.SelectMany(shelves => shelves).Select(shelf => shelf.RowAfter(_now));

    private int AvailableOf(string sku) => _shelves.TryGetValue(sku, out var shelves) ? shelves.Sum(shelf => shelf.Available) : 0;

    // From one location when one has it all, so that an order is not split without need; else from each in turn.
    private IEnumerable<AllocatedLine> Take(string sku, int quantity)
    {
        var shelves = _shelves[sku];
        if (shelves.Find(shelf => shelf.Available >= quantity) is { } whole)
        {
            yield return whole.Take(quantity);
            yield break;
        }

        foreach (var shelf in shelves.Where(shelf => shelf.Available > 0))
        {
            var taken = Math.Min(quantity, shelf.Available);
            quantity -= taken;
            yield return shelf.Take(taken);
            if (quantity == 0)
            {
                yield break;
            }
        }
    }

    private sealed class Shelf(StockRow row)
    {
        private int _taken;

        public int Available => row.Available - _taken;

        public AllocatedLine Take(int quantity)
        {
            _taken += quantity;
            return new AllocatedLine(row.Sku, row.LocationId, quantity);
        }

        public StockRow RowAfter(DateTimeOffset now) =>
            _taken == 0 ? row : row with { Reserved = row.Reserved + _taken, Revision = row.Revision + 1, UpdateTime = now };
    }
}
