using System.Globalization;
using Spectre.Console;

namespace Shop.Load.Reserve;

/// <summary>The figures as a table.</summary>
internal static class ReserveReport
{
    public static void Print(IEnumerable<Comparison> comparisons)
    {
        var table = new Table().AddColumns("Reserve", "goods", "plain UPDATE", "Reserve", "ratio", "promised", "");
        foreach (var column in table.Columns.Skip(2).Take(4))
        {
            column.RightAligned();
        }

        foreach (var comparison in comparisons)
        {
            table.AddRow(
                comparison.Where,
                comparison.Goods,
                Rate(comparison.PlainRate),
                Rate(comparison.OurRate),
                string.Create(CultureInfo.InvariantCulture, $"{comparison.Ratio:0.0}"),
                string.Create(CultureInfo.InvariantCulture, $"{comparison.Target:0}"),
                comparison.IsReached ? "reached" : "[red]missed[/]");
        }

        AnsiConsole.Write(table);
    }

    private static string Rate(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate:N0}/s");
}
