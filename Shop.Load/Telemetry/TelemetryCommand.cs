using System.CommandLine;

namespace Shop.Load.Telemetry;

/// <summary><c>telemetry</c>: what traces, metrics and logs cost.</summary>
internal static class TelemetryCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured, in turns.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Of each round of GetProduct.", DefaultValueFactory = _ => 3 };
        var orders = new Option<int>("--orders") { Description = "Of each round of PlaceOrder.", DefaultValueFactory = _ => 100 };
        var command = new Command("telemetry", "Runs two shops of its own, one that exports everything it records and one that records nothing, and measures GetProduct and PlaceOrder at both.") { rounds, seconds, orders };
        command.SetAction((parsed, cancellationToken) =>
            new TelemetryBenchmark(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(orders), Console.Out).ExecuteAsync(cancellationToken));
        return command;
    }
}
