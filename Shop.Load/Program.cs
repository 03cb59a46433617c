using System.CommandLine;
using Shop.Load.Carts;
using Shop.Load.Catalog;
using Shop.Load.Chaos;
using Shop.Load.Checkout;
using Shop.Load.Comparing;
using Shop.Load.DeadLetters;
using Shop.Load.FlashSale;
using Shop.Load.Gateways;
using Shop.Load.Reserve;
using Shop.Load.Smoke;
using Shop.Load.Telemetry;
using Shop.Load.Verify;

var root = new RootCommand("Shop's load generator, its benchmarks, and the proofs of its promises.")
{
    SmokeCommand.Create(),
    ChaosCommand.Create(),
    CheckoutCommand.Create(),
    DeadLettersCommand.Create(),
    VerifyCommand.Create(),
    CartCommand.Create(),
    CartCommand.CreateBare(),
    ReserveCommand.Create(),
    FlashSaleCommand.Create(),
    GatewayCommand.Create(),
    TelemetryCommand.Create(),
    SettingCommand.Create(),
};
foreach (var command in CatalogCommands.Create())
{
    root.Add(command);
}

return await root.Parse(args).InvokeAsync();
