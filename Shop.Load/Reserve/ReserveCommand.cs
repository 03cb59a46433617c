using System.CommandLine;

namespace Shop.Load.Reserve;

public static class ReserveCommand
{
    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "How often everything is measured; the medians are printed.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<int>("--seconds") { Description = "How long each measurement takes.", DefaultValueFactory = _ => 5 };
        var buyers = new Option<int>("--buyers") { Description = "How many buyers reserve at once.", DefaultValueFactory = _ => 512 };
        var command = new Command(
            "reserve",
            "Measures Inventory's Reserve on a shop of its own against a plain UPDATE and commit per buyer on the same Postgres. Fails when a promised ratio is missed.")
        {
            runs, seconds, buyers,
        };
        command.SetAction((parsed, cancellationToken) => ReserveBenchmark.ExecuteAsync(
            new ReserveOptions(parsed.GetValue(runs), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(buyers)), Console.Out, cancellationToken));
        return command;
    }
}
