using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ReferenceEnvironmentTests
{
    private readonly IDistributedApplicationBuilder _builder = TestApp.Describe();
    private readonly IResourceBuilder<ExecutableResource> _client;

    public ReferenceEnvironmentTests() => _client = _builder.AddExecutable("client", "true", ".");

    [Fact]
    public async Task WithReference_ConnectionString_InjectsItAndItsProperties()
    {
        _client.WithReference(Server());

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string>
        {
            ["ConnectionStrings__shop-db"] = "Host=localhost;Port=5432;Password=p/w",
            ["SHOP_DB_HOST"] = "localhost",
            ["SHOP_DB_PORT"] = "5432",
            ["SHOP_DB_PASSWORD"] = "p/w",
            ["SHOP_DB_URI"] = "test://:p%2Fw@localhost:5432",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_OfAPart_NamesThePart()
    {
        var server = Server();
        var part = _builder.AddResource(new TestPartResource("orderdb", server.Resource));
        _client.WithReference(part);

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string> { ["ConnectionStrings__orderdb"] = "Host=localhost;Port=5432;Password=p/w;Database=orderdb" });
        (await _builder.ExpressionsOfAsync(_client.Resource))["ConnectionStrings__orderdb"].ShouldBe("{orderdb.connectionString}");
        part.Resource.ConnectionStringExpression.ValueExpression.ShouldBe("{shop-db.connectionString};Database=orderdb");
    }

    [Theory]
    [InlineData("main", "ConnectionStrings__main", "MAIN_HOST")]
    [InlineData("", "ConnectionStrings__", "HOST")]
    public async Task WithReference_ConnectionName_ReplacesTheName(string name, string connectionString, string host)
    {
        _client.WithReference(Server(), connectionName: name);

        (await EnvironmentAsync()).Keys.ShouldBe([connectionString, host, host.Replace("HOST", "PORT"), host.Replace("HOST", "PASSWORD"), host.Replace("HOST", "URI")], ignoreOrder: true);
    }

    [Theory]
    [InlineData(ReferenceEnvironmentInjectionFlags.ConnectionString, new[] { "ConnectionStrings__shop-db" })]
    [InlineData(ReferenceEnvironmentInjectionFlags.ServiceDiscovery, new[] { "services__api__http__0" })]
    [InlineData(ReferenceEnvironmentInjectionFlags.Endpoints, new[] { "API_HTTP" })]
    [InlineData(ReferenceEnvironmentInjectionFlags.None, new string[0])]
    public async Task WithReferenceEnvironment_Flags_SelectWhatIsInjected(ReferenceEnvironmentInjectionFlags flags, string[] expected)
    {
        _client.WithReference(Server()).WithReference(Api("api").GetEndpoint("http")).WithReferenceEnvironment(flags);

        (await EnvironmentAsync()).Keys.ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_ServiceDiscovery_NamesEachEndpoint()
    {
        _client.WithReference(Api("my-api"));

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string>
        {
            ["services__my-api__http__0"] = "http://localhost:5101",
            ["services__my-api__probe__0"] = "http://localhost:5201",
            ["MY_API_HTTP"] = "http://localhost:5101",
            ["MY_API_PROBE"] = "http://localhost:5201",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_Replicas_ListsAllInsteadOfTheProxy()
    {
        var api = Api("api");
        TestApp.Allocate(api.Resource, "http", 5101, 7001, 7002);
        _client.WithReference(api.GetEndpoint("http"));

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string>
        {
            ["services__api__http__0"] = "http://localhost:7001",
            ["services__api__http__1"] = "http://localhost:7002",
            ["API_HTTP"] = "http://localhost:5101",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_AsAnotherName_KeepsItAsGiven()
    {
        _client.WithReference(Api("api"), "Other");

        (await EnvironmentAsync()).Keys.ShouldBe(["services__Other__http__0", "services__Other__probe__0", "Other_HTTP", "Other_PROBE"], ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_ExcludedEndpoint_IsOnlyThereWhenNamed()
    {
        var api = Api("api").WithEndpoint("probe", endpoint => endpoint.ExcludeReferenceEndpoint = true);
        _client.WithReference(api);
        (await EnvironmentAsync()).Keys.ShouldBe(["services__api__http__0", "API_HTTP"], ignoreOrder: true);

        _client.WithReference(api.GetEndpoint("probe"));
        (await EnvironmentAsync()).Keys.ShouldContain("services__api__probe__0");
    }

    [Fact]
    public async Task WithReference_Uri_IsTheDefaultEndpoint()
    {
        _client.WithReference("mail", new Uri("https://mail.example/"));

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string> { ["services__mail__default__0"] = "https://mail.example/", ["mail"] = "https://mail.example/" }, ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_ExternalService_IsNamedByItsScheme()
    {
        _client.WithReference(_builder.AddExternalService("pay-hub", "https://pay.example/"));

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string> { ["services__pay-hub__https__0"] = "https://pay.example/", ["PAY_HUB_HTTPS"] = "https://pay.example/" }, ignoreOrder: true);
    }

    [Fact]
    public async Task WithReference_MissingConnectionString_FailsUnlessOptional()
    {
        var none = _builder.AddConnectionString("none", ReferenceExpression.Empty);
        _client.WithReference(none);
        (await Should.ThrowAsync<DistributedApplicationException>(EnvironmentAsync)).Message.ShouldBe("The connection string for the resource 'none' is not available.");

        var other = _builder.AddExecutable("other", "true", ".").WithReference(none, optional: true);
        (await _builder.EnvironmentOfAsync(other.Resource))["ConnectionStrings__none"].ShouldBe("");
    }

    [Fact]
    public async Task AddConnectionString_FromConfiguration_IsReadThere()
    {
        _builder.Configuration["ConnectionStrings:legacy"] = "Server=old";
        _client.WithReference(_builder.AddConnectionString("legacy"));

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string> { ["ConnectionStrings__legacy"] = "Server=old" });
        (await _builder.ExpressionsOfAsync(_client.Resource))["ConnectionStrings__legacy"].ShouldBe("{legacy.connectionString}");
    }

    [Fact]
    public async Task WithEnvironment_EveryKindOfValue_IsResolved()
    {
        var api = Api("api");
        var parameter = _builder.AddParameter("key", "k");
        _client
            .WithEnvironment("TEXT", "t")
            .WithEnvironment("NOTHING", (string?)null)
            .WithEnvironment("FUNCTION", () => "f")
            .WithEnvironment("PARAMETER", parameter)
            .WithEnvironment("ENDPOINT", api.GetEndpoint("http"))
            .WithEnvironment("PORT", api.GetEndpoint("http").Property(EndpointProperty.Port))
            .WithEnvironment("MIXED", $"{parameter}@{api.GetEndpoint("http")}")
            .WithEnvironment("CONNECTION", Server())
            .WithEnvironment(context => context.EnvironmentVariables["NUMBER"] = 7);

        (await EnvironmentAsync()).ShouldBe(new Dictionary<string, string>
        {
            ["TEXT"] = "t",
            ["NOTHING"] = "",
            ["FUNCTION"] = "f",
            ["PARAMETER"] = "k",
            ["ENDPOINT"] = "http://localhost:5101",
            ["PORT"] = "5101",
            ["MIXED"] = "k@http://localhost:5101",
            ["CONNECTION"] = "Host=localhost;Port=5432;Password=p/w",
            ["NUMBER"] = "7",
        }, ignoreOrder: true);
    }

    private Task<Dictionary<string, string>> EnvironmentAsync() => _builder.EnvironmentOfAsync(_client.Resource);

    private IResourceBuilder<TestServerResource> Server()
    {
        var password = _builder.AddParameter("db-password", "p/w", secret: true);
        var server = _builder.AddResource(new TestServerResource("shop-db", password.Resource)).WithEndpoint(targetPort: 1, name: "tcp");
        TestApp.Allocate(server.Resource, "tcp", 5432);
        return server;
    }

    private IResourceBuilder<ProjectResource> Api(string name)
    {
        var api = _builder.AddProject<Projects.Echo>(name);
        TestApp.Allocate(api.Resource, "http", 5101);
        TestApp.Allocate(api.Resource, "probe", 5201);
        return api;
    }
}
