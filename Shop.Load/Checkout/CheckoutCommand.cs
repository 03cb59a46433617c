using System.CommandLine;
using Shop.Load.Running;

namespace Shop.Load.Checkout;

/// <summary><c>checkout</c>: how long a checkout takes, and how many statements it costs.</summary>
public static class CheckoutCommand
{
    public static Command Create()
    {
        var shoppers = new Option<int>("--shoppers") { Description = "How many check out at once.", DefaultValueFactory = _ => 20 };
        var orders = new Option<int>("--orders") { Description = "How many orders they place in all.", DefaultValueFactory = _ => 400 };
        var think = new Option<double>("--think") { Description = "How many seconds a shopper looks around before each order in the pass that is in no hurry, on average.", DefaultValueFactory = _ => 2 };
        var data = new Option<string?>("--data") { Description = "The data folder of a shop that runs, e.g. Shop.AppHost/.shop; unless given, a shop of its own is started." };
        var command = new Command("checkout", "Measures PlaceOrder, the time until CONFIRMED, and the SQL statements of a checkout over all services.") { shoppers, orders, think, data };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(new CheckoutOptions(parsed.GetValue(shoppers), parsed.GetValue(orders), TimeSpan.FromSeconds(parsed.GetValue(think))), parsed.GetValue(data), Console.Out, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CheckoutOptions options, string? data, TextWriter output, CancellationToken cancellationToken)
    {
        if (data is not null)
        {
            return await RunAsync(options, data, RunningApp.Read(data) ?? throw new InvalidOperationException($"No shop runs on the data in '{data}'."), output, cancellationToken);
        }

        var folder = Directory.CreateTempSubdirectory("shop-checkout-");
        try
        {
            await output.WriteLineAsync("starting a shop of its own ...");
            using var appHost = await AppHostProcess.StartHealthyAsync(folder.FullName, "--RateLimits:Enabled=false");
            try
            {
                return await RunAsync(options, folder.FullName, appHost.App()!, output, cancellationToken);
            }
            finally
            {
                await appHost.StopAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(CheckoutOptions options, string data, RunningApp app, TextWriter output, CancellationToken cancellationToken)
    {
        await using var statements = await StatementStatistics.OpenAsync(ServerAddresses.Of(data).Postgres, cancellationToken);
        var run = new CheckoutRun(app.Endpoint("gateway", "http"), statements, options);
        CheckoutReport.Print(await run.ExecuteAsync(cancellationToken), output);
        return 0;
    }
}
