using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shop.Inventory;

namespace Shop.Tests.Unit.Inventory;

public sealed class StockWatchTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly StockWatchers _watchers = new(null!, Options.Create(new InventoryOptions()), TimeProvider.System, NullLogger<StockWatchers>.Instance);

    public void Dispose() => _watchers.Dispose();

    [Fact]
    public async Task Next_ChangesFasterThanTheReader_AreMergedASku()
    {
        using var watch = _watchers.Watch(["CUP", "TEA"], availableOnly: true);
        for (var i = 1; i <= 1000; i++)
        {
            watch.Offer(Stock("TEA", onHand: 1000 - i, revision: i));
        }

        watch.Offer(Stock("CUP", onHand: 7, revision: 1));

        (await watch.NextAsync(CancellationToken.None)).Select(stock => (stock.Sku, stock.Available)).ShouldBe([("TEA", 0), ("CUP", 7)]);
    }

    [Fact]
    public async Task Next_OlderStateComesLate_IsNotTold()
    {
        using var watch = _watchers.Watch(["TEA"], availableOnly: true);
        watch.Offer(Stock("TEA", onHand: 5, revision: 8));
        watch.Offer(Stock("TEA", onHand: 6, revision: 7));

        (await watch.NextAsync(CancellationToken.None)).ShouldHaveSingleItem().Available.ShouldBe(5);
        watch.Offer(Stock("TEA", onHand: 6, revision: 7));
        watch.NextAsync(CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Next_OnlyOnHandChanged_IsToldToWhoSeesIt(bool availableOnly, bool told)
    {
        using var watch = _watchers.Watch(["TEA"], availableOnly);
        watch.Offer(Stock("TEA", onHand: 5, revision: 1, reserved: 2));
        await watch.NextAsync(CancellationToken.None);

        watch.Offer(Stock("TEA", onHand: 3, revision: 2));

        watch.NextAsync(CancellationToken.None).IsCompleted.ShouldBe(told);
    }

    private static StockTotals Stock(string sku, int onHand, long revision, int reserved = 0) => StockTotals.Of([new StockRow(sku, "main", 1, onHand, reserved, revision, Now)]);
}
