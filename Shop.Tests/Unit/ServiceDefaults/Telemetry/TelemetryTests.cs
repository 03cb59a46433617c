using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Telemetry;

public sealed class TelemetryTests
{
    private const string StoresSource = "Shop-tests.SomeStore";

    [Fact]
    public async Task Service_ReceiverIsNamed_ExportsTracesMetricsAndLogs()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var inventory = new ScriptedInventory();
        await using var asked = await TestService.StartAsync(new ScriptedInventory().Fail(() => ShopErrors.NotFound("sku", "A")));
        await using (var service = await TestService.StartAsync(
            inventory,
            builder => builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory"),
            [.. receiver.Settings, .. TestService.ReplicasOf("inventory", asked.Address)]))
        {
            var services = service.App.Services;
            var client = services.GetRequiredService<InventoryService.InventoryServiceClient>();
            inventory.Stock = async (_, _) => await client.BatchGetStockAsync(new BatchGetStockRequest());
            services.GetRequiredService<ILogger<TelemetryTests>>().LogInformation("A {Thing} happened", "telling-thing");

            await Should.ThrowAsync<RpcException>(new InventoryService.InventoryServiceClient(service.Channel).BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync);
            (await SendAsync("a-visitor", HttpMethod.Get, new Uri(service.Address, "/nothing"))).ShouldBe(HttpStatusCode.NotFound);
            (await SendAsync("a-prober", HttpMethod.Get, new Uri(service.Address, "/alive"))).ShouldBe(HttpStatusCode.OK);
            (await SendAsync("a-prober", HttpMethod.Post, new Uri(service.Address, "/grpc.health.v1.Health/Check"))).ShouldBe(HttpStatusCode.OK);
            await service.App.StopAsync();
        }

        var traces = receiver.Received("traces");
        traces.ShouldContain("shop.inventory.v1.InventoryService/BatchGetStock");
        traces.ShouldContain("Grpc.Net.Client");
        traces.ShouldContain("rpc.grpc.status_code");
        traces.ShouldContain("Microsoft.AspNetCore");
        traces.ShouldContain("a-visitor");
        traces.ShouldNotContain("a-prober");
        receiver.Received("metrics").ShouldContain("http.server.request.duration");
        receiver.Received("metrics").ShouldContain("dotnet.gc.collections");
        receiver.Received("logs").ShouldContain("A telling-thing happened");
    }

    [Fact]
    public async Task Service_ReceiverIsNamed_ListensToTheSourcesOfItsComponents()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await TestService.StartAsync(new ScriptedInventory(), AddSomeStore, receiver.Settings);
        using var source = new ActivitySource(StoresSource);
        using var meter = new Meter(StoresSource);

        source.HasListeners().ShouldBeTrue();
        meter.CreateCounter<int>("some.counter").Enabled.ShouldBeTrue();
    }

    [Fact]
    public async Task Service_NoReceiverIsNamed_ListensToNothing()
    {
        await using var service = await TestService.StartAsync(new ScriptedInventory(), AddSomeStore);
        using var source = new ActivitySource(StoresSource);
        using var meter = new Meter(StoresSource);

        source.HasListeners().ShouldBeFalse();
        meter.CreateCounter<int>("some.counter").Enabled.ShouldBeFalse();
    }

    // With a client that makes no spans itself; an empty message, where the server reads one.
    private static async Task<HttpStatusCode> SendAsync(string userAgent, HttpMethod method, Uri uri)
    {
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var client = new HttpClient(handler) { Timeout = TestService.Patience };
        using var request = new HttpRequestMessage(method, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "User-Agent", userAgent } },
            Content = method == HttpMethod.Post ? new ByteArrayContent(new byte[5]) { Headers = { { "Content-Type", "application/grpc" } } } : null,
        };
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    // As the clients of the stores do, whether anybody exports or not.
    private static void AddSomeStore(WebApplicationBuilder builder) =>
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(StoresSource)).WithMetrics(metrics => metrics.AddMeter(StoresSource));
}
