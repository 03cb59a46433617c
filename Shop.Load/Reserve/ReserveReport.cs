using System.Globalization;
using Spectre.Console;

namespace Shop.Load.Reserve;

/// <summary>The figures as a table.</summary>
internal static class ReserveReport
{
    public static void Print(IEnumerable<Comparison> comparisons)
    {
        var table = new Table().AddColumns("Reserve", "goods", "a second", "x plain, hot row", "x plain, spread rows", "promised", "");
        foreach (var column in table.Columns.Skip(2).Take(4))
        {
            column.RightAligned();
        }

        foreach (var comparison in comparisons)
        {
            table.AddRow(
                comparison.Where,
                comparison.Goods,
                string.Create(CultureInfo.InvariantCulture, $"{comparison.Rate:N0}"),
                string.Create(CultureInfo.InvariantCulture, $"{comparison.AgainstHot:0.0}"),
                string.Create(CultureInfo.InvariantCulture, $"{comparison.AgainstSpread:0.00}"),
                string.Create(CultureInfo.InvariantCulture, $"{comparison.Target:0} x {(comparison.IsAgainstHot ? "hot" : "spread")}"),
                comparison.IsReached ? "reached" : "[red]missed[/]");
        }

        AnsiConsole.Write(table);
    }
}
