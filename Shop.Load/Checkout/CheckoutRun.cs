using System.Diagnostics;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;

namespace Shop.Load.Checkout;

/// <summary>
/// Measures checkouts in passes: two whose shoppers watch their orders to CONFIRMED, for the times, once in a hurry and once as people do,
/// and one whose shoppers leave, for the statements. Carts are filled before; what is counted begins with PlaceOrder and ends when every
/// service has come to rest.
/// </summary>
internal sealed class CheckoutRun(Uri gateway, StatementStatistics statements, CheckoutOptions options)
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan RestLimit = TimeSpan.FromMinutes(2);

    // The first orders find code that is not compiled and statements that are not prepared.
    private const int WarmUp = 8;

    public async Task<CheckoutResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var skus = await ChooseAsync(cancellationToken);
        await PassAsync(skus, options.Shoppers * WarmUp, watching: true, TimeSpan.Zero, cancellationToken);
        var idle = await IdleAsync(cancellationToken);
        var hurried = await PassAsync(skus, options.Orders, watching: true, TimeSpan.Zero, cancellationToken);
        var unhurried = await PassAsync(skus, options.Orders / 2, watching: true, options.Thinking, cancellationToken);
        var left = await PassAsync(skus, options.Orders, watching: false, TimeSpan.Zero, cancellationToken);
        return new CheckoutResult(options, hurried, unhurried, PerCheckout(left, idle), PerCheckout(hurried, idle).Values.Sum());
    }

    /// <summary>Only the statements: calls a checkout of each, nobody watching.</summary>
    public async Task<IReadOnlyDictionary<Statement, double>> CountStatementsAsync(CancellationToken cancellationToken)
    {
        var skus = await ChooseAsync(cancellationToken);
        await PassAsync(skus, options.Shoppers, watching: true, TimeSpan.Zero, cancellationToken);
        var idle = await IdleAsync(cancellationToken);
        return PerCheckout(await PassAsync(skus, options.Orders, watching: false, TimeSpan.Zero, cancellationToken), idle);
    }

    private static Dictionary<Statement, double> PerCheckout(CheckoutPass pass, (Dictionary<Statement, long> Calls, TimeSpan Time) idle) =>
        StatementCount.Beyond(pass.Calls, pass.CallsTime, idle.Calls, idle.Time).ToDictionary(entry => entry.Key, entry => entry.Value / pass.Checkouts.Count);

    // Each shopper buys something else as far as the shop has it: it is the checkout that is measured, not one hot row.
    private async Task<IReadOnlyList<string>> ChooseAsync(CancellationToken cancellationToken)
    {
        using var shop = new ShopClient(gateway);
        var page = await shop.Catalog.ListProductsAsync(new ListProductsRequest { PageSize = 100 }, cancellationToken: cancellationToken);
        var skus = page.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku).Take(100).ToList();
        var stock = await shop.Inventory.BatchGetStockAsync(new BatchGetStockRequest { Skus = { skus } }, cancellationToken: cancellationToken);
        return [.. stock.Stocks.OrderByDescending(entry => entry.AvailableQuantity).Take(Math.Max(10, options.Shoppers)).Select(entry => entry.Sku)];
    }

    private async Task<CheckoutPass> PassAsync(IReadOnlyList<string> skus, int orders, bool watching, TimeSpan thinking, CancellationToken cancellationToken)
    {
        var shoppers = new CheckoutShopper[orders];
        try
        {
            await Parallel.ForAsync(0, orders, Together(cancellationToken), async (i, token) => shoppers[i] = await CheckoutShopper.WithCartAsync(gateway, skus[i % skus.Count], token));
            await RestAsync(cancellationToken);
            var checkouts = new CheckoutTimes[orders];
            var before = await statements.SnapshotAsync(cancellationToken);
            var watch = Stopwatch.StartNew();
            await Parallel.ForAsync(0, orders, Together(cancellationToken), async (i, token) =>
            {
                await Task.Delay(thinking * 2 * Random.Shared.NextDouble(), token);
                checkouts[i] = await shoppers[i].CheckOutAsync(watching, token);
            });
            var duration = watch.Elapsed;
            await RestAsync(cancellationToken);
            return new CheckoutPass(checkouts, duration, StatementCount.Between(before, await statements.SnapshotAsync(cancellationToken)), watch.Elapsed);
        }
        finally
        {
            Array.ForEach(shoppers, shopper => shopper?.Dispose());
        }
    }

    private ParallelOptions Together(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = options.Shoppers, CancellationToken = cancellationToken };

    private async Task<(Dictionary<Statement, long> Calls, TimeSpan Time)> IdleAsync(CancellationToken cancellationToken)
    {
        await RestAsync(cancellationToken);
        var watch = Stopwatch.StartNew();
        var before = await statements.SnapshotAsync(cancellationToken);
        await Task.Delay(IdleTime, cancellationToken);
        return (StatementCount.Between(before, await statements.SnapshotAsync(cancellationToken)), watch.Elapsed);
    }

    // At rest nothing is written any more: what still runs are the polls and gauges.
    private async Task RestAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RestLimit);
        var writes = -1L;
        while (await statements.RowsWrittenAsync(limit.Token) is var now && now != writes)
        {
            writes = now;
            await Task.Delay(Glance, limit.Token);
        }
    }
}
