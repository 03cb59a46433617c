using Shop.Carts;

namespace Shop.Tests.Integration.Carts;

/// <summary>What a cart is, without any thought of speed or of crashes: two lists, and the whole history of one of them.</summary>
internal sealed class CartModel
{
    private readonly List<Dictionary<string, int>> _history = [];

    public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Saved { get; } = new(StringComparer.Ordinal);

    /// <summary>The moment now, as a position in the history.</summary>
    public int Moment => _history.Count;

    /// <returns>The status that the script must answer.</returns>
    public string Change(CartStep step)
    {
        var status = Apply(step);
        Note();
        return status;
    }

    /// <summary>Of the ordered pieces those go that were never out of the cart since: the fewest that ever were there.</summary>
    public void TakeOff(IReadOnlyDictionary<string, int> ordered, int since)
    {
        foreach (var (sku, quantity) in ordered)
        {
            var fewest = _history.Skip(since).Append(Lines).Min(lines => lines.GetValueOrDefault(sku));
            Put(Lines, sku, Lines.GetValueOrDefault(sku) - Math.Min(quantity, fewest));
        }

        Note();
    }

    public void Merge(IReadOnlyDictionary<string, int> guest)
    {
        foreach (var (sku, quantity) in guest)
        {
            Put(Lines, sku, Math.Min(CartLimits.Quantity, Lines.GetValueOrDefault(sku) + quantity));
        }

        Note();
    }

    private string Apply(CartStep step)
    {
        var (there, saved) = (Lines.GetValueOrDefault(step.Sku), Saved.GetValueOrDefault(step.Sku));
        switch (step.Operation)
        {
            case CartOperations.Add when there + step.Quantity > CartLimits.Quantity:
                return "QUANTITY_EXCEEDED";
            case CartOperations.Set or CartOperations.Save when there == 0:
            case CartOperations.Unsave when saved == 0:
                return "ITEM_NOT_FOUND";
            case CartOperations.Add:
                Put(Lines, step.Sku, there + step.Quantity);
                break;
            case CartOperations.Set:
                Put(Lines, step.Sku, step.Quantity);
                break;
            case CartOperations.Remove:
                Put(Lines, step.Sku, 0);
                break;
            case CartOperations.RemoveSaved:
                Put(Saved, step.Sku, 0);
                break;
            case CartOperations.Clear:
                Lines.Clear();
                break;
            case CartOperations.Save:
                Put(Saved, step.Sku, Math.Min(CartLimits.Quantity, saved + there));
                Put(Lines, step.Sku, 0);
                break;
            case CartOperations.Unsave:
                Put(Lines, step.Sku, Math.Min(CartLimits.Quantity, saved + there));
                Put(Saved, step.Sku, 0);
                break;
        }

        return "OK";
    }

    private void Note() => _history.Add(new(Lines, StringComparer.Ordinal));

    private static void Put(Dictionary<string, int> list, string sku, int quantity)
    {
        if (quantity > 0)
        {
            list[sku] = quantity;
        }
        else
        {
            list.Remove(sku);
        }
    }
}
