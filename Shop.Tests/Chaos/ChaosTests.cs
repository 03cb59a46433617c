using System.Globalization;
using Shop.Load.Chaos;
using Xunit.Abstractions;

namespace Shop.Tests.Chaos;

/// <summary>The short form of the proof: one fault of each kind, under load. The long one is <c>Shop.Load chaos</c>.</summary>
[Collection(ChaosCollection.Name)]
[Trait("Category", "Chaos")]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const string SeedVariable = "SHOP_CHAOS_SEED";

    [Fact]
    public async Task Shop_EveryKindOfFaultUnderLoad_KeepsItsPromises()
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next(1, 1_000_000);
        var options = new ChaosOptions
        {
            Seed = seed,
            Duration = TimeSpan.Zero,
            Shoppers = 20,
            Folder = Path.Combine(AppContext.BaseDirectory, "chaos", $"{seed}"),
        };
        await using var told = new StringWriter();

        var exitCode = await new ChaosRun(options, told).ExecuteAsync(CancellationToken.None);

        output.WriteLine(told.ToString());
        exitCode.ShouldBe(0, $"{told}\nThe same faults again: {SeedVariable}={seed}");
    }
}
