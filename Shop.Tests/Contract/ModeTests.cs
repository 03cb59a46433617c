using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shop.Tests.Contract;

/// <summary>The official packages are what the projects are written against; whether stand-ins serve is nobody's business but the build's.</summary>
public sealed partial class ModeTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../.."));

    public static TheoryData<string> Projects() =>
        new(Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.StartsWith("Standins/", StringComparison.Ordinal) && !path.StartsWith("artifacts/", StringComparison.Ordinal) && !path.Contains("node_modules/", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_OutsideStandins_ReferencesNoStandin(string project)
    {
        var references = XDocument.Load(Path.Combine(Root, project)).Descendants("ProjectReference").Select(reference => (string)reference.Attribute("Include")!);

        references.ShouldAllBe(reference => !reference.Contains("Standins", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_OutsideStandins_DoesNotNameTheMode(string project)
    {
        // The one place that has to: an MSBuild SDK that the feed lacks fails before any target could ask for it.
        var elements = XDocument.Load(Path.Combine(Root, project)).Descendants().Where(element => element.Attribute("Sdk")?.Value != "Aspire.AppHost.Sdk");

        elements.SelectMany(element => element.Attributes().Select(attribute => attribute.Value).Append(element.HasElements ? "" : element.Value))
            .ShouldAllBe(text => !text.Contains("UseStandins", StringComparison.Ordinal));
    }

    [Fact]
    public void Code_OutsideStandins_DoesNotMentionThem()
    {
        var mentions = Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split('/').Any(part => part is "Standins" or "obj" or "bin" or "artifacts" or "node_modules"))
            .Where(path => path != ThisFile())
            .Where(path => Mention().IsMatch(File.ReadAllText(path)));

        mentions.ShouldBeEmpty();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    // Not the word "outstanding".
    [GeneratedRegex(@"\b(Use)?stand-?ins?\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
