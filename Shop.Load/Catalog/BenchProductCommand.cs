using System.CommandLine;
using Shop.Load.Bench;

namespace Shop.Load.Catalog;

/// <summary><c>getproduct</c>: GetProduct from the cache, as a share of what a bare gRPC method does.</summary>
internal static class BenchProductCommand
{
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Of each round.", DefaultValueFactory = _ => 3 };
        var workers = new Option<int>("--workers") { Description = "Calls under way at once, over four connections.", DefaultValueFactory = _ => 32 };
        var command = new Command("getproduct", "Runs a shop of its own and measures GetProduct (cached) against a bare gRPC method that answers the same message.") { seconds, workers };
        command.SetAction((parsed, cancellationToken) =>
            new ProductBenchmark(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(workers), Console.Out).ExecuteAsync(cancellationToken));
        return command;
    }

    /// <summary>The process that it measures against.</summary>
    public static Command CreateBare()
    {
        var command = new Command("bare-product") { Hidden = true };
        command.SetAction(async (_, cancellationToken) => await BareServer.RunAsync(PreparedCatalog.OfEnvironment(), cancellationToken));
        return command;
    }
}
