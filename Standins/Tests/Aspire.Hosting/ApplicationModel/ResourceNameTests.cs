using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("catalog")]
    [InlineData("Order-Db2")]
    public void Resource_ValidName_IsAccepted(string name) => new ContainerResource(name).Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("a_b")]
    [InlineData("a.b")]
    [InlineData("ä")]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234")]
    public void Resource_InvalidName_Throws(string name) => Should.Throw<ArgumentException>(() => new ContainerResource(name));

    [Fact]
    public void AddResource_NameDiffersInCaseOnly_Throws()
    {
        var builder = TestApp.Describe();
        builder.AddContainer("cache", "redis");

        Should.Throw<DistributedApplicationException>(() => builder.AddContainer("CACHE", "redis")).Message.ShouldContain("already exists");
    }
}
