using System.CommandLine;
using Shop.Load.Comparing;

namespace Shop.Load.Telemetry;

/// <summary><c>telemetry</c>: what traces, metrics and logs cost.</summary>
internal static class TelemetryCommand
{
    public static Command Create()
    {
        var command = new Command("telemetry", "Runs two shops of its own, one that exports everything it records and one that records nothing, and measures GetProduct and PlaceOrder at both.");
        var options = new ComparisonOptions(command);
        command.SetAction((parsed, cancellationToken) => new TelemetryBenchmark(options.Of(parsed, Console.Out), Console.Out).ExecuteAsync(cancellationToken));
        return command;
    }
}
