using Shop.Carts;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

/// <summary>One cart in Redis and its model, taking the same steps.</summary>
internal sealed class CartRun(CartStore store, CartMerge merge, TickingTime time)
{
    private static readonly KnownListing Listing = new("p", "slug", "Name", "", "EUR", 100, []);
    private readonly Caller _owner = new($"customer-{Guid.NewGuid():N}", Roles.Customer);
    private readonly CartModel _model = new();
    private readonly Queue<PlacedOrder> _untold = new();
    private CartChange? _last;
    private PlacedOrder? _told;

    public async Task Do(CartStep step)
    {
        time.Advance(TimeSpan.FromMilliseconds(2));
        switch (step.Operation)
        {
            case CartStep.Repeat:
                await RepeatAsync();
                break;
            case CartStep.PlaceOrder:
                _untold.Enqueue(new(Guid.NewGuid().ToString(), time.GetUtcNow(), _model.Moment, new Dictionary<string, int>(_model.Lines)));
                break;
            case CartStep.TellOrder:
                await TellAsync();
                break;
            case CartStep.Merge:
                await MergeAsync();
                break;
            default:
                await ChangeAsync(step);
                break;
        }

        var cart = await store.ReadAsync(_owner);
        Quantities(cart.Lines).ShouldBe(_model.Lines, ignoreOrder: true, $"after {step}");
        Quantities(cart.SavedLines).ShouldBe(_model.Saved, ignoreOrder: true, $"after {step}");
    }

    private async Task ChangeAsync(CartStep step)
    {
        var change = new CartChange(step.Operation, Guid.NewGuid().ToString(), step.ToString(), "", step.Sku, step.Quantity, Listing);
        var expected = _model.Change(step);
        (await store.ChangeAsync(_owner, change)).Status.ShouldBe(expected, $"of {step}");
        _last = expected == CartRefusals.None ? change : _last;
    }

    private async Task RepeatAsync()
    {
        if (_last is not null)
        {
            (await store.ChangeAsync(_owner, _last)).Status.ShouldBe(CartRefusals.None);
            (await store.ChangeAsync(_owner, _last with { Fingerprint = "another" })).Status.ShouldBe("REQUEST_ID_REUSED");
        }
    }

    private async Task TellAsync()
    {
        if (_untold.TryDequeue(out var order))
        {
            _model.TakeOff(order.Lines, order.Moment);
            _told = order;
        }

        if (_told is not null)
        {
            (await store.TakeOffAsync(_owner.Id, _told.Id, _told.Time, _told.Lines.Select(line => (line.Key, line.Value)))).ShouldBe(order is not null);
        }
    }

    private async Task MergeAsync()
    {
        var guest = new Caller($"guest-{Guid.NewGuid():N}", Roles.Guest);
        var lines = new Dictionary<string, int> { ["A"] = 2, ["B"] = 700 };
        foreach (var (sku, quantity) in lines)
        {
            await store.ChangeAsync(guest, new CartChange(CartOperations.Add, Guid.NewGuid().ToString(), "f", "", sku, quantity, Listing));
        }

        var request = Guid.NewGuid().ToString();
        await merge.MergeAsync(request, "f", guest.Id, _owner.Id);
        await merge.MergeAsync(request, "f", guest.Id, _owner.Id);
        _model.Merge(lines);
    }

    private static IEnumerable<KeyValuePair<string, int>> Quantities(IEnumerable<StoredCartLine> lines) => lines.Select(line => KeyValuePair.Create(line.Sku, line.Quantity));

    private sealed record PlacedOrder(string Id, DateTimeOffset Time, int Moment, IReadOnlyDictionary<string, int> Lines);
}
