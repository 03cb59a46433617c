using System.CommandLine;

namespace Shop.Load.Chaos;

/// <summary><c>chaos</c>: the proof that the shop survives its own checkout.</summary>
public static class ChaosCommand
{
    public static Command Create()
    {
        var seed = new Option<int?>("--seed") { Description = "Decides the faults and their order; a random one unless given." };
        var minutes = new Option<double>("--minutes") { Description = "How long faults are injected; one of every kind comes at least.", DefaultValueFactory = _ => 30 };
        var shoppers = new Option<int>("--shoppers") { Description = "How many shop at once.", DefaultValueFactory = _ => 20 };
        var replicas = new Option<int>("--replicas") { Description = "How many of each service.", DefaultValueFactory = _ => 2 };
        var folder = new Option<string?>("--folder") { Description = "Where logs, journal and data go; artifacts/chaos/SEED unless given." };
        var only = new Option<string>("--only") { Description = "Only faults whose name contains this, e.g. 'kill one'.", DefaultValueFactory = _ => "" };
        var keep = new Option<bool>("--keep-data") { Description = "Leaves the shop's data there." };
        var command = new Command("chaos", "Runs a shop of its own, lets shoppers loose, kills and pauses everything in turn, and verifies what is left.") { seed, minutes, shoppers, replicas, folder, only, keep };
        command.SetAction((parsed, cancellationToken) =>
        {
            var number = parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000);
            var options = new ChaosOptions
            {
                Seed = number,
                Duration = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                Shoppers = parsed.GetValue(shoppers),
                Replicas = parsed.GetValue(replicas),
                Folder = Path.GetFullPath(parsed.GetValue(folder) ?? $"artifacts/chaos/{number}"),
                Only = parsed.GetValue(only)!,
                KeepData = parsed.GetValue(keep),
            };
            return new ChaosRun(options, Console.Out).ExecuteAsync(cancellationToken);
        });
        return command;
    }
}
