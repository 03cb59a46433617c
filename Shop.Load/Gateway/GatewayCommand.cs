using System.CommandLine;

namespace Shop.Load.Gateways;

/// <summary><c>gateway</c>: what a call through the gateway costs above one straight at the service.</summary>
public static class GatewayCommand
{
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Of each round.", DefaultValueFactory = _ => 2 };
        var workers = new Option<int>("--workers") { Description = "Calls under way at once.", DefaultValueFactory = _ => 32 };
        var command = new Command("gateway", "Runs a shop of its own and measures GetProduct through the gateway, as gRPC and as gRPC-Web, against Catalog itself.") { seconds, workers };
        command.SetAction((parsed, cancellationToken) =>
            new GatewayBenchmark(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(workers), Console.Out).ExecuteAsync(cancellationToken));
        return command;
    }
}
