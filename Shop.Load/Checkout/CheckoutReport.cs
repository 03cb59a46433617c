using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop.Load.Checkout;

/// <summary>Prints what a run has measured.</summary>
internal static partial class CheckoutReport
{
    /// <summary>The budget of the design, over all services.</summary>
    public const int StatementBudget = 12;

    private const int TopStatements = 20;
    private const int TextWidth = 110;

    public static void Print(CheckoutResult result, TextWriter output)
    {
        output.WriteLine(Invariant($"{result.Placed.Count} orders by {result.Shoppers} shoppers at once, {result.OrdersPerSecond:0.0} orders/s"));
        output.WriteLine(Invariant($"PlaceOrder answered         p50 {Quantile(result.Placed, .5):0.0} ms   p99 {Quantile(result.Placed, .99):0.0} ms   (goal: p50 at most 50 ms)"));
        output.WriteLine(Invariant($"CONFIRMED after the answer  p50 {Quantile(result.Confirmed, .5):0.0} ms   p99 {Quantile(result.Confirmed, .99):0.0} ms   (goal: p50 at most 250 ms)"));
        output.WriteLine();
        output.WriteLine(Invariant($"SQL statements a checkout: {result.StatementsPerCheckout:0.00} (budget {StatementBudget}); {result.WatchedStatements:0.00} when the shopper watches"));
        foreach (var database in result.Statements.GroupBy(entry => entry.Key.Database).OrderByDescending(group => group.Sum(entry => entry.Value)))
        {
            output.WriteLine(Invariant($"  {database.Key,-18} {database.Sum(entry => entry.Value),6:0.00}"));
        }

        output.WriteLine();
        foreach (var (statement, calls) in result.Statements.OrderByDescending(entry => entry.Value).Take(TopStatements))
        {
            output.WriteLine(Invariant($"{calls,6:0.00}  {statement.Database,-14} {Brief(statement.Text)}"));
        }
    }

    /// <summary>The value below which this share of the times lies, in milliseconds.</summary>
    internal static double Quantile(IReadOnlyList<TimeSpan> times, double share) =>
        times.Count == 0 ? 0 : times.Order().ElementAt((int)Math.Min(times.Count - 1, times.Count * share)).TotalMilliseconds;

    private static string Brief(string text)
    {
        var line = Spaces().Replace(text, " ").Trim();
        return line.Length <= TextWidth ? line : line[..TextWidth];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
