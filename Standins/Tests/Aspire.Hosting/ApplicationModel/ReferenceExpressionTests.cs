using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ReferenceExpressionTests
{
    private readonly IDistributedApplicationBuilder _builder = TestApp.Describe();

    [Fact]
    public async Task Create_LiteralsAndHoles_GivesValueAndExpression()
    {
        var user = _builder.AddParameter("user", "eve");
        var expression = ReferenceExpression.Create($"User={user};Db={"shop"}");

        expression.ValueExpression.ShouldBe("User={user.value};Db=shop");
        expression.Format.ShouldBe("User={0};Db=shop");
        (await expression.GetValueAsync(CancellationToken.None)).ShouldBe("User=eve;Db=shop");
    }

    [Fact]
    public async Task Create_BracesInLiteral_AreKept()
    {
        var user = _builder.AddParameter("user", "eve");
        var expression = ReferenceExpression.Create($"{{{user}}}");

        (await expression.GetValueAsync(CancellationToken.None)).ShouldBe("{eve}");
    }

    [Fact]
    public async Task Create_UriFormat_Encodes()
    {
        var password = _builder.AddParameter("password", "a/b c&{}");
        var expression = ReferenceExpression.Create($"x://:{password:uri}@h");

        (await expression.GetValueAsync(CancellationToken.None)).ShouldBe("x://:a%2Fb%20c%26%7B%7D@h");
        expression.StringFormats.ShouldBe(["uri"]);
    }

    [Fact]
    public void Create_UnknownFormat_Throws()
    {
        var password = _builder.AddParameter("password", "x");

        Should.Throw<FormatException>(() => ReferenceExpression.Create($"{password:hex}"));
    }

    [Fact]
    public async Task Append_ExpressionsWithHoles_NumbersThemAnew()
    {
        var a = _builder.AddParameter("a", "1");
        var b = _builder.AddParameter("b", "2");
        var expression = new ReferenceExpressionBuilder();
        expression.Append($"{{{a}");
        expression.AppendLiteral("-{");
        expression.Append($"{b}{a}}}");
        var built = expression.Build();

        (await built.GetValueAsync(CancellationToken.None)).ShouldBe("{1-{21}");
        built.ValueExpression.ShouldBe("{{a.value}-{{b.value}{a.value}}");
    }

    [Fact]
    public async Task Create_NestedExpression_IsPartOfTheValue()
    {
        var a = _builder.AddParameter("a", "1");
        var inner = ReferenceExpression.Create($"[{a}]");
        var outer = ReferenceExpression.Create($"<{inner}>");

        (await outer.GetValueAsync(CancellationToken.None)).ShouldBe("<[1]>");
        outer.ValueExpression.ShouldBe("<[{a.value}]>");
    }

    [Theory]
    [InlineData("True", ",ssl=true")]
    [InlineData("False", "")]
    public async Task CreateConditional_Matches_TakesTheBranch(string value, string expected)
    {
        var tls = _builder.AddParameter("tls", value);
        var expression = ReferenceExpression.CreateConditional(tls.Resource, bool.TrueString, ReferenceExpression.Create($",ssl=true"), ReferenceExpression.Empty);

        (await expression.GetValueAsync(CancellationToken.None)).ShouldBe(expected);
        expression.IsConditional.ShouldBeTrue();
        expression.ValueExpression.ShouldMatch(@"^\{cond-tls-value-[0-9a-f]{8}\.connectionString\}$");
    }

    [Theory]
    [InlineData(EndpointProperty.Url, "http://localhost:5101", "{api.bindings.http.url}")]
    [InlineData(EndpointProperty.Host, "localhost", "{api.bindings.http.host}")]
    [InlineData(EndpointProperty.IPV4Host, "127.0.0.1", "{api.bindings.http.host}")]
    [InlineData(EndpointProperty.Port, "5101", "{api.bindings.http.port}")]
    [InlineData(EndpointProperty.Scheme, "http", "{api.bindings.http.scheme}")]
    [InlineData(EndpointProperty.HostAndPort, "localhost:5101", "{api.bindings.http.host}:{api.bindings.http.port}")]
    [InlineData(EndpointProperty.TlsEnabled, "False", "{api.bindings.http.tlsEnabled}")]
    public async Task EndpointProperty_Allocated_GivesValueAndExpression(EndpointProperty property, string value, string expression)
    {
        var api = _builder.AddContainer("api", "api").WithHttpEndpoint(targetPort: 80);
        TestApp.Allocate(api.Resource, "http", 5101);

        var reference = api.GetEndpoint("http").Property(property);

        (await reference.GetValueAsync()).ShouldBe(value);
        reference.ValueExpression.ShouldBe(expression);
    }

    [Fact]
    public async Task EndpointReference_NotYetAllocated_WaitsForIt()
    {
        var api = _builder.AddContainer("api", "api").WithHttpEndpoint(targetPort: 80);
        var value = api.GetEndpoint("http").GetValueAsync().AsTask();
        value.IsCompleted.ShouldBeFalse();

        TestApp.Allocate(api.Resource, "http", 5101);

        (await value.WaitAsync(TestApp.Patience)).ShouldBe("http://localhost:5101");
    }
}
