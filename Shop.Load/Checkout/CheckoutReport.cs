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
        Print(result.Hurried, $"{result.Options.Shoppers} shoppers who order again at once, so that the processors decide", output);
        Print(result.Unhurried, Invariant($"{result.Options.Shoppers} shoppers who look around for {result.Options.Thinking.TotalSeconds:0.#} s on average before each order"), output);
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

    private static void Print(CheckoutPass pass, string who, TextWriter output)
    {
        IReadOnlyList<TimeSpan> placed = [.. pass.Checkouts.Select(checkout => checkout.Placed)];
        IReadOnlyList<TimeSpan> confirmed = [.. pass.Checkouts.Select(checkout => checkout.Confirmed)];
        output.WriteLine(Invariant($"{pass.Checkouts.Count} orders by {who}: {pass.Checkouts.Count / pass.Duration.TotalSeconds:0.0} orders/s"));
        output.WriteLine(Invariant($"  PlaceOrder answered         p50 {Quantile(placed, .5):0.0} ms   p99 {Quantile(placed, .99):0.0} ms   (goal: p50 at most 50 ms)"));
        output.WriteLine(Invariant($"  CONFIRMED after the answer  p50 {Quantile(confirmed, .5):0.0} ms   p99 {Quantile(confirmed, .99):0.0} ms   (goal: p50 at most 250 ms)"));
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
