using Aspire.Hosting.Orchestration;

namespace Standins.Tests.Aspire.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a  b", new[] { "a", "b" })]
    [InlineData("--name \"two words\" \"\"", new[] { "--name", "two words", "" })]
    [InlineData("say \\\"hi\\\"", new[] { "say", "\"hi\"" })]
    public void Split_Quotes_Group(string text, string[] expected) => CommandLine.Split(text).ShouldBe(expected);
}
