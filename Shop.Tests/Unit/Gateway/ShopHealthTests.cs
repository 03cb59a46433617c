using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shop.Gateway;
using Shop.Tests.Unit.ServiceDefaults.Loopback;
using Yarp.ReverseProxy.Model;

namespace Shop.Tests.Unit.Gateway;

public sealed class ShopHealthTests
{
    [Fact]
    public async Task Health_OneServiceIsAway_SaysSoAndGoesOnServing()
    {
        await using var there = await TestService.StartAsync(new ScriptedInventory());
        await using var gateway = await RunningGateway.StartAsync([], TestService.ReplicasOf("inventory", there.Address));

        var health = await UntilAsync(gateway, services => services["order"] == "Unhealthy" && services["inventory"] == "Healthy");

        health.GetProperty("status").GetString().ShouldBe("Degraded");
        health.EnumerateObject().Select(property => property.Name).ShouldBe(["status", "services"]);
        health.GetProperty("services").EnumerateObject().Select(service => service.Value.GetString()).ShouldBeSubsetOf(["Healthy", "Degraded", "Unhealthy"]);
    }

    [Theory]
    [InlineData(HealthStatus.Healthy, DestinationHealth.Healthy, DestinationHealth.Healthy)]
    [InlineData(HealthStatus.Degraded, DestinationHealth.Healthy, DestinationHealth.Unhealthy)]
    [InlineData(HealthStatus.Unhealthy, DestinationHealth.Unhealthy, DestinationHealth.Unhealthy)]
    [InlineData(HealthStatus.Healthy, DestinationHealth.Unknown)]
    [InlineData(HealthStatus.Unhealthy)]
    internal void StatusOf_Replicas_IsWhatIsLeft(HealthStatus status, params DestinationHealth[] replicas) => ShopHealth.StatusOf(replicas).ShouldBe(status);

    private static async Task<JsonElement> UntilAsync(RunningGateway gateway, Func<Dictionary<string, string?>, bool> expected)
    {
        using var limit = new CancellationTokenSource(TestService.Patience);
        while (true)
        {
            using var response = await gateway.Http.GetAsync(new Uri("/health", UriKind.Relative), limit.Token);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var health = JsonDocument.Parse(await response.Content.ReadAsStringAsync(limit.Token));
            if (expected(health.RootElement.GetProperty("services").EnumerateObject().ToDictionary(service => service.Name, service => service.Value.GetString())))
            {
                return health.RootElement.Clone();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}
