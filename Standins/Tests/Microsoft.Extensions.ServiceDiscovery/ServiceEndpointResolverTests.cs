using Microsoft.Extensions.ServiceDiscovery;

namespace Standins.Tests.ServiceDiscovery;

public sealed class ServiceEndpointResolverTests
{
    /// <summary>What references put into the environment.</summary>
    private static readonly Dictionary<string, string?> Configured = new(StringComparer.Ordinal)
    {
        ["services:catalog:http:0"] = "http://localhost:5001",
        ["services:catalog:http:1"] = "http://localhost:5002",
        ["services:cart:https:0"] = "https://localhost:5003",
        ["services:cart:http:0"] = "http://localhost:5004",
        ["services:cart:admin:0"] = "https://localhost:5005",
        ["services:mixed:default:0"] = "https://localhost:5006",
        ["services:mixed:default:1"] = "http://localhost:5007",
        ["services:mixed:default:2"] = "localhost:5008",
        ["services:single:http"] = "http://localhost:5009",
        ["services:bare:http:0"] = "10.0.0.1:8080",
    };

    [Theory]
    [InlineData("http://catalog", "http://localhost:5001/, http://localhost:5002/")]
    [InlineData("http://CATALOG", "http://localhost:5001/, http://localhost:5002/")]
    [InlineData("catalog", "http://localhost:5001/, http://localhost:5002/")]
    [InlineData("https+http://catalog", "http://localhost:5001/, http://localhost:5002/")]
    [InlineData("https+http://cart", "https://localhost:5003/")]
    [InlineData("http+https://cart", "http://localhost:5004/")]
    [InlineData("http://cart", "http://localhost:5004/")]
    [InlineData("https+http://_admin.cart", "https://localhost:5005/")]
    [InlineData("https+http://mixed", "https://localhost:5006/, localhost:5008")]
    [InlineData("http://mixed", "http://localhost:5007/, localhost:5008")]
    [InlineData("http://single", "http://localhost:5009/")]
    [InlineData("http://bare", "10.0.0.1:8080")]
    [InlineData("https://catalog", "catalog")]
    [InlineData("http://unknown", "unknown")]
    [InlineData("http://unknown:81", "unknown:81")]
    [InlineData("http://127.0.0.1:81", "127.0.0.1:81")]
    [InlineData("http://[::1]:81", "[::1]:81")]
    [InlineData("http://_nobody.catalog", "_nobody.catalog")]
    public async Task GetEndpoints_OfAName_AreTheConfiguredOnesOrTheNameItself(string name, string expected)
    {
        await using var services = Services(Configured);

        var source = await Resolve(services, name);

        string.Join(", ", source.Endpoints).ShouldBe(expected);
    }

    [Theory]
    [InlineData("http://catalog", "catalog")]
    [InlineData("https+http://cart", "https://localhost:5003/")]
    [InlineData("mixed", "https://localhost:5006/, localhost:5008")]
    public async Task GetEndpoints_WithHttpsAlone_LeaveTheOthersOut(string name, string expected)
    {
        await using var services = Services(Configured, options =>
        {
            options.AllowAllSchemes = false;
            options.AllowedSchemes = ["https"];
        });

        var source = await Resolve(services, name);

        string.Join(", ", source.Endpoints).ShouldBe(expected);
    }

    [Fact]
    public async Task GetEndpoints_AfterAReload_AreTheNewOnes()
    {
        await using var services = Services(new(StringComparer.Ordinal) { ["services:catalog:http:0"] = "http://localhost:5001" });
        var before = await Resolve(services, "http://catalog");
        (await Resolve(services, "http://catalog")).ShouldBeSameAs(before);

        var configuration = (IConfigurationRoot)services.GetRequiredService<IConfiguration>();
        configuration["services:catalog:http:0"] = "http://localhost:6001";
        configuration.Reload();

        before.ChangeToken.HasChanged.ShouldBeTrue();
        (await Resolve(services, "http://catalog")).ToString().ShouldBe("[http://localhost:6001/]");
    }

    [Fact]
    public async Task GetEndpoints_OfAServiceThatIsConfiguredLater_AreFound()
    {
        await using var services = Services([]);
        (await Resolve(services, "http://catalog")).ToString().ShouldBe("[catalog]");

        var configuration = (IConfigurationRoot)services.GetRequiredService<IConfiguration>();
        configuration["services:catalog:http:0"] = "http://localhost:6001";
        configuration.Reload();

        (await Resolve(services, "http://catalog")).ToString().ShouldBe("[http://localhost:6001/]");
    }

    [Fact]
    public async Task GetEndpoints_ASectionThatIsNoList_Throws()
    {
        await using var services = Services(new(StringComparer.Ordinal) { ["services:catalog:http:first"] = "http://localhost:5001" });

        await Should.ThrowAsync<KeyNotFoundException>(() => Resolve(services, "http://catalog"));
    }

    [Fact]
    public async Task GetEndpoints_AValueThatIsNoEndpoint_ThrowsAndNamesIt()
    {
        await using var services = Services(new(StringComparer.Ordinal) { ["services:catalog:http:0"] = "http://" });

        (await Should.ThrowAsync<InvalidOperationException>(() => Resolve(services, "http://catalog"))).Message.ShouldContain("services:catalog:http:0", Case.Insensitive);
    }

    [Fact]
    public async Task GetEndpoints_WithoutAnyProvider_Throws()
    {
        await using var services = new ServiceCollection().AddServiceDiscoveryCore().BuildServiceProvider();

        await Should.ThrowAsync<InvalidOperationException>(() => Resolve(services, "http://catalog"));
    }

    [Fact]
    public async Task GetEndpoints_FromAProviderThatTellsNoChanges_AreAskedForAgainAfterTheRefreshPeriod()
    {
        var clock = new SteppedTime();
        var provider = new CountingProvider();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IServiceEndpointProviderFactory>(provider)
            .AddServiceDiscoveryCore(options => options.RefreshPeriod = TimeSpan.FromSeconds(10))
            .BuildServiceProvider();

        (await Resolve(services, "http://a")).ToString().ShouldBe("[host-1]");
        clock.Advance(TimeSpan.FromSeconds(9));
        (await Resolve(services, "http://a")).ToString().ShouldBe("[host-1]");
        clock.Advance(TimeSpan.FromSeconds(1));
        (await Resolve(services, "http://a")).ToString().ShouldBe("[host-2]");
    }

    [Fact]
    public async Task GetEndpoints_OfNamesThatNobodyUsesAnyMore_AreForgotten()
    {
        var clock = new SteppedTime();
        var provider = new CountingProvider();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IServiceEndpointProviderFactory>(provider)
            .AddServiceDiscoveryCore()
            .BuildServiceProvider();

        await Resolve(services, "http://a");
        clock.Advance(TimeSpan.FromMinutes(3));
        await Resolve(services, "http://b");

        provider.Disposed.ShouldBe(1);
        (await Resolve(services, "http://a")).ToString().ShouldBe("[host-3]");
    }

    private static Task<ServiceEndpointSource> Resolve(IServiceProvider services, string name) =>
        services.GetRequiredService<ServiceEndpointResolver>().GetEndpointsAsync(name, CancellationToken.None).AsTask().WaitAsync(LoopbackServer.Patience);

    private static ServiceProvider Services(Dictionary<string, string?> configured, Action<ServiceDiscoveryOptions>? configure = null) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configured).Build())
            .AddServiceDiscovery(configure ?? (_ => { }))
            .BuildServiceProvider();
}
