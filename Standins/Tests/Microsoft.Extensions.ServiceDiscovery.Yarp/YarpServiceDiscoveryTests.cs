using Yarp.ReverseProxy.Configuration;

namespace Standins.Tests.ServiceDiscoveryYarp;

public sealed class YarpServiceDiscoveryTests
{
    [Fact]
    public async Task DestinationResolver_AServiceOfTwo_IsTwoDestinations()
    {
        await using var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        await using var proxy = await StartProxyAsync(new()
        {
            ["services:catalog:http:0"] = one.Address.ToString(),
            ["services:catalog:http:1"] = two.Address.ToString(),
        });

        var answers = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add(await proxy.Client.GetStringAsync("/products?page=2"));
        }

        answers.ShouldAllBe(answer => answer.EndsWith(" /base/products?page=2", StringComparison.Ordinal));
        answers.Count(answer => answer.StartsWith("one", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public async Task DestinationResolver_ConfigurationThatChanges_ChangesTheDestinations()
    {
        await using var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        await using var proxy = await StartProxyAsync(new() { ["services:catalog:http:0"] = one.Address.ToString() });
        (await proxy.Client.GetStringAsync("/products")).ShouldStartWith("one");

        var configuration = (IConfigurationRoot)proxy.App.Services.GetRequiredService<IConfiguration>();
        configuration["services:catalog:http:0"] = two.Address.ToString();
        configuration.Reload();

        await WaitForAsync(async () => (await proxy.Client.GetStringAsync("/products")).StartsWith("two", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ForwarderFactory_DirectForwardingToAService_ResolvesIt()
    {
        await using var one = await StartAsync("one");
        await using var proxy = await LoopbackServer.StartAsync(
            builder =>
            {
                Configure(builder, new() { ["services:catalog:http:0"] = one.Address.ToString() });
                builder.Services.AddHttpForwarderWithServiceDiscovery();
            },
            app => app.MapForwarder("/{**rest}", "http://catalog"));

        (await proxy.Client.GetStringAsync("/products")).ShouldBe("one /products");
    }

    private static Task<LoopbackServer> StartProxyAsync(Dictionary<string, string?> configured) => LoopbackServer.StartAsync(
        builder =>
        {
            Configure(builder, configured);
            builder.Services.AddReverseProxy().LoadFromMemory(
                [new RouteConfig { RouteId = "all", ClusterId = "catalog", Match = new() { Path = "/{**rest}" } }],
                [
                    new ClusterConfig
                    {
                        ClusterId = "catalog",
                        LoadBalancingPolicy = "RoundRobin",
                        Destinations = new Dictionary<string, DestinationConfig> { ["catalog"] = new() { Address = "http://catalog/base" } },
                    },
                ]).AddServiceDiscoveryDestinationResolver();
        },
        app => app.MapReverseProxy());

    private static void Configure(WebApplicationBuilder builder, Dictionary<string, string?> configured)
    {
        builder.Configuration.AddInMemoryCollection(configured);
        builder.Services.AddServiceDiscovery();
    }

    private static Task<LoopbackServer> StartAsync(string name) =>
        LoopbackServer.StartAsync(context => context.Response.WriteAsync($"{name} {context.Request.Path}{context.Request.QueryString}"));

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(LoopbackServer.Patience);
        while (!await condition())
        {
            timeout.Token.ThrowIfCancellationRequested();
        }
    }
}
