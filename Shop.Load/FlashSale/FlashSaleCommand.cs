using System.CommandLine;
using System.Globalization;
using Npgsql;
using Shop.Load.Running;
using Spectre.Console;

namespace Shop.Load.FlashSale;

public static class FlashSaleCommand
{
    public static Command Create()
    {
        var units = new Option<int>("--units") { Description = "How many pieces there are.", DefaultValueFactory = _ => 100 };
        var shoppers = new Option<int>("--shoppers") { Description = "How many shoppers want one, all at once.", DefaultValueFactory = _ => 2000 };
        var command = new Command(
            "flashsale",
            "Sells a few pieces to many shoppers at once, on a shop of its own. Fails unless exactly the pieces are sold, every refusal is OUT_OF_STOCK, and nothing is stuck.")
        {
            units, shoppers,
        };
        command.SetAction((parsed, cancellationToken) => ExecuteAsync(parsed.GetValue(units), parsed.GetValue(shoppers), Console.Out, cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(int units, int shoppers, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("flashsale: starting a shop of its own");
        await using var shop = await OwnShop.StartAsync("flashsale", cancellationToken);
        await using var inventory = NpgsqlDataSource.Create(shop.Servers.Database("inventorydb"));
        await using var orders = NpgsqlDataSource.Create(shop.Servers.Database("orderdb"));
        using var door = new FlashSaleDoor(shop.AppHost.Endpoint("gateway", "grpc"), ShopSecrets.Admin(shop.DataRoot));
        var result = await new FlashSaleRun(door, inventory, orders, units, shoppers).ExecuteAsync(output, cancellationToken);
        Print(result);
        foreach (var complaint in result.Complaints)
        {
            await output.WriteLineAsync($"flashsale: FAILED, {complaint}");
        }

        return result.Complaints.Count == 0 ? 0 : 1;
    }

    private static void Print(FlashSaleResult result)
    {
        var table = new Table().AddColumns("answer", "shoppers", "answering call p50", "p99", "since the sale opened p50", "p99");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (var answers in result.Answers.GroupBy(answer => answer.What).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var took = answers.Select(answer => answer.Took).ToList();
            var waited = answers.Select(answer => answer.Waited).ToList();
            table.AddRow(
                answers.Key,
                $"{took.Count}",
                Milliseconds(Figures.Percentile(took, 0.5)),
                Milliseconds(Figures.Percentile(took, 0.99)),
                Milliseconds(Figures.Percentile(waited, 0.5)),
                Milliseconds(Figures.Percentile(waited, 0.99)));
        }

        AnsiConsole.Write(table);
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N0} ms");
}
