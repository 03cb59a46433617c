using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Shop.Tests.Contract;

/// <summary>What <c>docs/holes.md</c> promises is kept by tests that exist.</summary>
public sealed partial class HolesTests
{
    private static readonly string Table = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../docs/holes.md")));

    [Fact]
    public void Table_EveryTestItNames_Exists()
    {
        var tests = typeof(HolesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var named = Named().Matches(Table).Select(match => match.Groups["test"].Value).ToList();

        named.Count.ShouldBeGreaterThan(50);
        named.Where(test => !tests.Contains(test)).ShouldBeEmpty();
    }

    [Fact]
    public void Table_EveryHole_HasATest() =>
        Table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line != "| hole | test |").ShouldAllBe(line => Named().IsMatch(line));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"`(?<test>\w+Tests\.\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
