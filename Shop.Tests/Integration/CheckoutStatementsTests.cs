using System.Globalization;
using Aspire.Hosting.Testing;
using Shop.Load.Checkout;

namespace Shop.Tests.Integration;

/// <summary>What a checkout costs the databases of the whole shop.</summary>
[Collection(ShopCollection.Name)]
public sealed class CheckoutStatementsTests(ShopFixture shop)
{
    private const int Shoppers = 20;
    private const int Orders = 40;

    // Counted by pg_stat_statements over all databases of the shop, from PlaceOrder until every service has come to rest. What runs anyway
    // (polls, gauges, probes) is measured while nobody shops, and as much of it as fits into the same time is taken off, statement by statement.
    [Fact]
    public async Task Checkout_TwentyShoppersAtOnce_CostsAtMostTwelveStatementsEach()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var server = (await shop.App.GetConnectionStringAsync("orderdb"))!;
        await using var statistics = await StatementStatistics.OpenAsync(server, limit.Token);

        var statements = await new CheckoutRun(shop.Gateway, statistics, new CheckoutOptions(Shoppers, Orders, Thinking: TimeSpan.Zero)).CountStatementsAsync(limit.Token);

        // One that was not counted would not be an order that cost nothing.
        statements.Where(entry => entry.Key.Text.StartsWith("-- place order", StringComparison.Ordinal)).Sum(entry => entry.Value).ShouldBe(1, tolerance: 0.01);
        statements.Values.Sum().ShouldBeLessThanOrEqualTo(CheckoutReport.StatementBudget, Listing(statements));
    }

    private static string Listing(IReadOnlyDictionary<Statement, double> statements) => string.Join('\n', statements.OrderByDescending(entry => entry.Value).Take(40).Select(entry =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Value,6:0.00} {entry.Key.Database,-12} {entry.Key.Text.ReplaceLineEndings(" ")}")));
}
