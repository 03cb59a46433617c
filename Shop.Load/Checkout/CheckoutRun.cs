using System.Diagnostics;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;

namespace Shop.Load.Checkout;

/// <summary>
/// Measures checkouts in two passes of as many orders: one whose shoppers watch their orders to CONFIRMED, for the times, and one
/// whose shoppers leave, for the statements. Carts are filled before; what is counted begins with PlaceOrder and ends when every
/// service has come to rest.
/// </summary>
internal sealed class CheckoutRun(Uri gateway, StatementStatistics statements, CheckoutOptions options)
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan RestLimit = TimeSpan.FromMinutes(2);

    // The first orders find code that is not compiled and statements that are not prepared.
    private const int WarmUp = 3;

    public async Task<CheckoutResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var skus = await ChooseAsync(cancellationToken);
        await PassAsync(skus, options.Shoppers * WarmUp, watching: true, cancellationToken);
        var idle = await IdleAsync(cancellationToken);
        var watched = await PassAsync(skus, options.Orders, watching: true, cancellationToken);
        var left = await PassAsync(skus, options.Orders, watching: false, cancellationToken);
        return new CheckoutResult(
            options.Shoppers,
            [.. watched.Checkouts.Select(checkout => checkout.Placed)],
            [.. watched.Checkouts.Select(checkout => checkout.Confirmed)],
            watched.Checkouts.Count / watched.Duration.TotalSeconds,
            PerCheckout(left, idle),
            StatementCount.Beyond(watched.Calls, watched.CallsTime, idle.Calls, idle.Time).Values.Sum() / watched.Checkouts.Count);
    }

    /// <summary>Only the statements: calls a checkout of each, nobody watching.</summary>
    public async Task<IReadOnlyDictionary<Statement, double>> CountStatementsAsync(CancellationToken cancellationToken)
    {
        var skus = await ChooseAsync(cancellationToken);
        await PassAsync(skus, options.Shoppers, watching: true, cancellationToken);
        var idle = await IdleAsync(cancellationToken);
        return PerCheckout(await PassAsync(skus, options.Orders, watching: false, cancellationToken), idle);
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

    private async Task<CheckoutPass> PassAsync(IReadOnlyList<string> skus, int orders, bool watching, CancellationToken cancellationToken)
    {
        var shoppers = new CheckoutShopper[orders];
        try
        {
            await Parallel.ForAsync(0, orders, Together(cancellationToken), async (i, token) => shoppers[i] = await CheckoutShopper.WithCartAsync(gateway, skus[i % skus.Count], token));
            await RestAsync(cancellationToken);
            var checkouts = new CheckoutTimes[orders];
            var before = await statements.SnapshotAsync(cancellationToken);
            var watch = Stopwatch.StartNew();
            await Parallel.ForAsync(0, orders, Together(cancellationToken), async (i, token) => checkouts[i] = await shoppers[i].CheckOutAsync(watching, token));
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
