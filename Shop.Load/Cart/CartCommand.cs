using System.CommandLine;
using Shop.Load.Bench;

namespace Shop.Load.Carts;

/// <summary><c>cart</c>: what AddItem costs above the least that it can cost, and what it costs that Redis loses nothing.</summary>
public static class CartCommand
{
    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { Description = "Of each round.", DefaultValueFactory = _ => 4 };
        var workers = new Option<int>("--workers") { Description = "Calls under way at once, over ten connections.", DefaultValueFactory = _ => 32 };
        var guests = new Option<int>("--guests") { Description = "Whose carts are filled.", DefaultValueFactory = _ => 400 };
        var command = new Command("cart", "Runs a shop of its own and measures AddItem against a bare gRPC method that runs the same script, and appendfsync always against everysec.") { seconds, workers, guests };
        command.SetAction((parsed, cancellationToken) =>
            new CartBenchmark(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(workers), parsed.GetValue(guests), Console.Out).ExecuteAsync(cancellationToken));
        return command;
    }

    /// <summary>The process that it measures against.</summary>
    public static Command CreateBare()
    {
        var command = new Command("bare-cart") { Hidden = true };
        command.SetAction(async (_, cancellationToken) => await BareServer.RunAsync(await BareCart.ConnectAsync(), cancellationToken));
        return command;
    }
}
