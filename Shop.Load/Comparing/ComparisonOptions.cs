using System.CommandLine;

namespace Shop.Load.Comparing;

/// <summary>What the commands that compare two shops ask for.</summary>
internal sealed class ComparisonOptions
{
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often each is measured, in turns.", DefaultValueFactory = _ => 5 };
    private readonly Option<double> _seconds = new("--seconds") { Description = "Of each round of GetProduct.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _orders = new("--orders") { Description = "Of each round of PlaceOrder.", DefaultValueFactory = _ => 100 };

    public ComparisonOptions(Command command)
    {
        command.Add(_rounds);
        command.Add(_seconds);
        command.Add(_orders);
    }

    public ShopComparison Of(ParseResult parsed, TextWriter output) =>
        new(parsed.GetValue(_rounds), TimeSpan.FromSeconds(parsed.GetValue(_seconds)), parsed.GetValue(_orders), output);
}
