using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class HealthTests : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TestService.Patience };
    private readonly int _probe = TestService.FreePort();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task Probe_HealthyService_AnswersOnTheProbePortAlone(string path)
    {
        await using var service = await StartAsync(_ => { });

        (await ProbeAsync(path)).ShouldBe((HttpStatusCode.OK, "Healthy"));
        (await AtGrpcPortAsync(service, path, host: null)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task Probe_HostHeaderOfTheProbeAtTheGrpcPort_FindsNothing(string path)
    {
        await using var service = await StartAsync(_ => { });

        (await AtGrpcPortAsync(service, path, $"localhost:{_probe}")).ShouldBe(HttpStatusCode.NotFound);
    }

    // Behind a port mapping the caller names another port than the one that the service listens on.
    [Fact]
    public async Task Probe_HostHeaderOfAnotherPort_Answers()
    {
        await using var service = await StartAsync(_ => { });

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_probe}/health") { Headers = { Host = "orders.example:80" } };
        using var response = await _http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_SomethingUnhealthy_Is503WhileTheProcessIsAlive()
    {
        await using var service = await StartAsync(builder => builder.Services.AddHealthChecks().AddCheck("store", () => HealthCheckResult.Unhealthy("password=hunter2")));

        (await ProbeAsync("/health")).ShouldBe((HttpStatusCode.ServiceUnavailable, "Unhealthy"));
        (await ProbeAsync("/alive")).ShouldBe((HttpStatusCode.OK, "Healthy"));
    }

    [Fact]
    public async Task Health_BrokerAway_IsDegradedAndReady()
    {
        await using var service = await StartAsync(
            builder => builder.AddShopMessaging("rabbitmq"),
            [new("ConnectionStrings:rabbitmq", string.Create(CultureInfo.InvariantCulture, $"amqp://127.0.0.1:{TestService.FreePort()}"))]);

        (await ProbeAsync("/health")).ShouldBe((HttpStatusCode.OK, "Degraded"));
    }

    private Task<TestService> StartAsync(Action<WebApplicationBuilder> configure, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        TestService.StartAsync(
            new ScriptedInventory(),
            configure,
            [
                new("Kestrel:Endpoints:probe:Url", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_probe}")),
                new("Kestrel:Endpoints:probe:Protocols", "Http1"),
                .. settings,
            ]);

    private async Task<(HttpStatusCode Status, string Body)> ProbeAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_probe}{path}"));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpStatusCode> AtGrpcPortAsync(TestService service, string path, string? host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = host;
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }
}
