using Microsoft.AspNetCore.Http.Features;

namespace Standins.Tests.ServiceDiscovery;

public sealed class HttpClientServiceDiscoveryTests
{
    [Fact]
    public async Task Requests_ToAServiceOfTwo_GoToEachInTurn()
    {
        await using var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        await using var services = Services(new()
        {
            ["services:catalog:http:0"] = one.Address.ToString(),
            ["services:catalog:http:1"] = two.Address.ToString(),
        });
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();

        var answers = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await client.GetStringAsync("https+http://catalog/a%20b?c=d"));
        }

        answers.ShouldAllBe(answer => answer.EndsWith(" /a%20b?c=d", StringComparison.Ordinal));
        answers.Count(answer => answer.StartsWith("one", StringComparison.Ordinal)).ShouldBe(5);
        answers[0].ShouldNotBe(answers[1]);
        answers[0].ShouldBe(answers[2]);
    }

    [Fact]
    public async Task Request_AfterIt_HasTheAddressThatTheCallerGave()
    {
        await using var server = await StartAsync("one");
        await using var services = Services(new() { ["services:catalog:http:0"] = server.Address.ToString() });
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://catalog/products");

        using var response = await client.SendAsync(request);

        request.RequestUri.ShouldBe(new("http://catalog/products"));
        response.RequestMessage!.RequestUri.ShouldBe(new("http://catalog/products"));
    }

    [Fact]
    public async Task Request_ToAnEndpointWithAPath_KeepsBothPaths()
    {
        await using var server = await StartAsync("one");
        await using var services = Services(new() { ["services:catalog:http:0"] = new Uri(server.Address, "/base/").ToString() });
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();

        (await client.GetStringAsync("http://catalog/products")).ShouldBe("one /base/products");
    }

    [Fact]
    public async Task Request_ToWhatIsNoService_GoesThere()
    {
        await using var server = await StartAsync("one");
        await using var services = Services([]);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();

        (await client.GetStringAsync(new Uri(server.Address, "/products"))).ShouldBe("one /products");
        (await client.GetStringAsync($"http://localhost:{server.Address.Port}/products")).ShouldBe("one /products");
    }

    [Theory]
    [InlineData(true, "catalog")]
    [InlineData(false, "127.0.0.1")]
    public async Task Request_StatesTheServiceAsItsHost_WhereItIsToldTo(bool apply, string host)
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(context.Request.Host.Host));
        await using var services = Services(
            new() { ["services:catalog:http:0"] = server.Address.ToString() },
            services => services.AddConfigurationServiceEndpointProvider(options => options.ShouldApplyHostNameMetadata = _ => apply));
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();

        (await client.GetStringAsync("http://catalog")).ShouldBe(host);
    }

    [Fact]
    public async Task AddServiceDiscovery_ForOneClient_LeavesTheOthers()
    {
        await using var server = await StartAsync("one");
        var collection = Collection(new() { ["services:catalog.invalid:http:0"] = server.Address.ToString() });
        collection.AddHttpClient("with").AddServiceDiscovery();
        await using var services = collection.BuildServiceProvider();
        var clients = services.GetRequiredService<IHttpClientFactory>();

        (await clients.CreateClient("with").GetStringAsync("http://catalog.invalid/")).ShouldBe("one /");
        await Should.ThrowAsync<HttpRequestException>(() => clients.CreateClient("without").GetStringAsync("http://catalog.invalid/"));
    }

    [Theory]
    [InlineData(null, "any", true)]
    [InlineData("with", "with", true)]
    [InlineData("with", "without", false)]
    public async Task AddServiceDiscovery_OnAClient_TellsGrpcNotToBalanceItself(string? added, string client, bool expected)
    {
        var collection = Collection([]);
        if (added is null)
        {
            collection.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        }
        else
        {
            collection.AddHttpClient(added).AddServiceDiscovery();
        }

        // As the gRPC client factory does: a primary handler of its own.
        using var primary = new SocketsHttpHandler();
        collection.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => primary);
        await using var services = collection.BuildServiceProvider();

        services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client);

        primary.Properties.ContainsKey("__GrpcLoadBalancingDisabled").ShouldBe(expected);
    }

    private static Task<LoopbackServer> StartAsync(string name) =>
        LoopbackServer.StartAsync(context => context.Response.WriteAsync($"{name} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}"));

    private static ServiceCollection Collection(Dictionary<string, string?> configured)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configured).Build());
        services.AddServiceDiscovery();
        return services;
    }

    private static ServiceProvider Services(Dictionary<string, string?> configured, Action<IServiceCollection>? configure = null)
    {
        var services = Collection(configured);
        services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
