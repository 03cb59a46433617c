using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

/// <summary>A part of a server, as a database is.</summary>
internal sealed class TestPartResource(string name, TestServerResource parent) : Resource(name), IResourceWithParent<TestServerResource>, IResourceWithConnectionString
{
    public TestServerResource Parent => parent;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{parent};Database={Name}");
}
