using System.Diagnostics;
using Npgsql;
using Shop.Contracts.Inventory.V1;

namespace Shop.Load.FlashSale;

/// <summary>A sale of a few pieces to many, from the stock on the shelf to the last order decided.</summary>
internal sealed class FlashSaleRun(FlashSaleDoor door, NpgsqlDataSource inventory, NpgsqlDataSource orders, int units, int shoppers)
{
    private const int FillingAtOnce = 64;
    private const string OutOfStock = "FailedPrecondition OUT_OF_STOCK";
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    public async Task<FlashSaleResult> ExecuteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var (plenty, sku) = await ChooseSkusAsync(cancellationToken);
        await SellBeforehandAsync(plenty, cancellationToken);
        await PutOnShelfAsync(sku, cancellationToken);
        var crowd = await GatherAsync(sku, shoppers, output, cancellationToken);
        await output.WriteLineAsync($"flashsale: {units} x {sku} on the shelf, {shoppers} shoppers have one in their carts");

        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(crowd.Select(shopper => shopper.OrderAsync(cancellationToken)));
        var shed = crowd.Sum(shopper => shopper.Shed);
        await output.WriteLineAsync($"flashsale: all answered after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; {shed} calls were too much at the moment and were repeated");

        var accepted = answers.Select(answer => answer.OrderId).OfType<string>().Select(Guid.Parse).ToArray();
        await SettleAsync(sku, accepted, cancellationToken);
        await output.WriteLineAsync($"flashsale: settled after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        foreach (var shopper in crowd)
        {
            shopper.Dispose();
        }

        return new FlashSaleResult(answers, shed, [.. await ComplaintsAsync(sku, answers, accepted, cancellationToken)]);
    }

    // A rush comes to a shop that has been open for a while, not to processes that have never placed an order.
    private async Task SellBeforehandAsync(string sku, CancellationToken cancellationToken)
    {
        var early = await GatherAsync(sku, FillingAtOnce, TextWriter.Null, cancellationToken);
        var answers = await Task.WhenAll(early.Select(shopper => shopper.OrderAsync(cancellationToken)));
        await SettleAsync(sku, [.. answers.Select(answer => answer.OrderId).OfType<string>().Select(Guid.Parse)], cancellationToken);
    }

    private async Task<IReadOnlyList<FlashSaleShopper>> GatherAsync(string sku, int count, TextWriter output, CancellationToken cancellationToken)
    {
        var crowd = Enumerable.Range(0, count).Select(i => new FlashSaleShopper(door, i)).ToList();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(crowd.Select(shopper => shopper.ComeAsync(cancellationToken)));
        await output.WriteLineAsync($"flashsale: {count} guests have come at once, and have a session each after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        await Parallel.ForEachAsync(
            crowd, new ParallelOptions { MaxDegreeOfParallelism = FillingAtOnce, CancellationToken = cancellationToken }, async (shopper, token) => await shopper.FillCartAsync(sku, token));
        return crowd;
    }

    // For the sale what nobody else is likely to buy meanwhile: of what is sold, that of which there is least. Beforehand that of which there is most.
    private async Task<(string Plenty, string Scarce)> ChooseSkusAsync(CancellationToken cancellationToken)
    {
        var page = await door.Catalog.ListProductsAsync(new() { PageSize = 50 }, cancellationToken: cancellationToken);
        var skus = page.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku).Take(100);
        var stock = await door.Inventory.BatchGetStockAsync(new() { Skus = { skus } }, cancellationToken: cancellationToken);
        return (stock.Stocks.MaxBy(entry => entry.AvailableQuantity)!.Sku, stock.Stocks.MinBy(entry => entry.AvailableQuantity)!.Sku);
    }

    private async Task PutOnShelfAsync(string sku, CancellationToken cancellationToken)
    {
        var headers = await door.AdminAsync();
        var stock = (await door.Inventory.BatchGetStockAsync(new() { Skus = { sku } }, headers, cancellationToken: cancellationToken)).Stocks[0];
        foreach (var location in stock.Locations)
        {
            var request = new AdjustStockRequest
            {
                RequestId = Guid.CreateVersion7().ToString(),
                Sku = sku,
                LocationId = location.LocationId,
                CountedQuantity = location.ReservedQuantity + (location.LocationId == "main" ? units : 0),
                Reason = AdjustmentReason.Counted,
                Note = "flash sale",
            };
            await door.Inventory.AdjustStockAsync(request, headers, cancellationToken: cancellationToken);
        }
    }

    private async Task SettleAsync(string sku, Guid[] accepted, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < SettleLimit
            && (await CountAwaitingAsync(sku, cancellationToken) > 0 || await CountHeldAsync(sku, cancellationToken) > 0 || await CountConfirmedAsync(accepted, cancellationToken) < accepted.Length))
        {
            await Task.Delay(Glance, cancellationToken);
        }
    }

    private async Task<IEnumerable<string>> ComplaintsAsync(string sku, IReadOnlyList<FlashSaleAnswer> answers, Guid[] accepted, CancellationToken cancellationToken)
    {
        var confirmed = await CountConfirmedAsync(accepted, cancellationToken);
        var awaiting = await CountAwaitingAsync(sku, cancellationToken);
        var held = await CountHeldAsync(sku, cancellationToken);
        var left = (await door.Inventory.BatchGetStockAsync(new() { Skus = { sku } }, cancellationToken: cancellationToken)).Stocks[0].AvailableQuantity;
        var expected = Math.Min(units, shoppers);
        return new[]
        {
            accepted.Length == expected ? null : $"{accepted.Length} orders were accepted, {expected} should have been",
            confirmed == expected ? null : $"{confirmed} orders are confirmed, {expected} should be",
            awaiting == 0 ? null : $"{awaiting} orders still await payment",
            held == 0 ? null : $"{held} reservations are still held",
            left == units - expected ? null : $"{left} pieces are left, {units - expected} should be",
        }
        .OfType<string>()
        .Concat(answers.Where(answer => answer.OrderId is null && answer.What != OutOfStock).CountBy(answer => answer.What).Select(entry => $"{entry.Value} shoppers were told {entry.Key}"));
    }

    private Task<long> CountConfirmedAsync(Guid[] accepted, CancellationToken cancellationToken) =>
        CountAsync(orders, "SELECT count(*) FROM orders WHERE order_id = ANY ($1) AND state = 2", accepted, cancellationToken);

    private Task<long> CountAwaitingAsync(string sku, CancellationToken cancellationToken) =>
        CountAsync(orders, "SELECT count(*) FROM orders JOIN order_line USING (order_id) WHERE sku = $1 AND state = 1", sku, cancellationToken);

    private Task<long> CountHeldAsync(string sku, CancellationToken cancellationToken) =>
        CountAsync(inventory, "SELECT count(*) FROM reservation JOIN reservation_line USING (order_id) WHERE sku = $1 AND state = 1", sku, cancellationToken);

    private static async Task<long> CountAsync<T>(NpgsqlDataSource database, string sql, T value, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
