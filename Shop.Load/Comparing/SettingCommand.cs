using System.CommandLine;

namespace Shop.Load.Comparing;

/// <summary><c>setting</c>: what a variable of the environment is worth.</summary>
internal static class SettingCommand
{
    public static Command Create()
    {
        var variables = new Argument<string[]>("variables") { Description = "NAME=VALUE, e.g. DOTNET_TieredPGO=1.", Arity = ArgumentArity.OneOrMore };
        variables.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
            {
                result.AddError($"'{wrong.Value}' is not NAME=VALUE.");
            }
        });
        var command = new Command("setting", "Runs two shops of its own, one of them with these variables, and measures GetProduct and PlaceOrder at both, in turns.") { variables };
        var options = new ComparisonOptions(command);
        command.SetAction((parsed, cancellationToken) => options.Of(parsed, Console.Out).ExecuteAsync(
            new ShopVariant("as it is", new Dictionary<string, string>()),
            new ShopVariant($"with {string.Join(' ', parsed.GetValue(variables)!)}", parsed.GetValue(variables)!.Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])),
            cancellationToken));
        return command;
    }
}
