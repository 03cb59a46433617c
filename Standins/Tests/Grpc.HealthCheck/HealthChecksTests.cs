using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Standins.Tests.HealthProbe;

public sealed class HealthChecksTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, ServingStatus.Serving)]
    [InlineData(HealthStatus.Degraded, ServingStatus.Serving)]
    [InlineData(HealthStatus.Unhealthy, ServingStatus.NotServing)]
    public async Task Check_OfTheServer_IsTheWorstOfAllChecks(HealthStatus found, ServingStatus expected)
    {
        await using var server = await HealthServer.StartAsync();
        server.Findings.Set("broker", found);

        (await CheckAsync(server, "")).ShouldBe(expected);
    }

    [Fact]
    public async Task Check_OfAMappedService_RunsItsChecksAlone()
    {
        await using var server = await HealthServer.StartAsync(options =>
        {
            options.Services.Map("shop.v1.Store", check => check.Tags.Contains("store"));
            options.Services.Map("shop.v1.Nothing", check => check.Name == "nothing");
        });
        server.Findings.Set("broker", HealthStatus.Unhealthy);

        (await CheckAsync(server, "shop.v1.Store")).ShouldBe(ServingStatus.Serving);
        (await CheckAsync(server, "shop.v1.Nothing")).ShouldBe(ServingStatus.Unknown);
        (await CheckAsync(server, "")).ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public async Task Check_OfAServiceMappedByResults_LooksAtThoseAlone()
    {
#pragma warning disable CS0618 // It is the obsolete way that is tested.
        await using var server = await HealthServer.StartAsync(options => options.Services.MapService("shop.v1.Store", result => result.Name == "database"));
#pragma warning restore CS0618
        server.Findings.Set("broker", HealthStatus.Unhealthy);

        (await CheckAsync(server, "shop.v1.Store")).ShouldBe(ServingStatus.Serving);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_OfAnUnknownService_IsNotFound(bool cached)
    {
        await using var server = await HealthServer.StartAsync(options => options.UseHealthChecksCache = cached);

        var failure = await Should.ThrowAsync<RpcException>(CheckAsync(server, "shop.v1.Unknown"));
        failure.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Check_OfTheCache_IsWhatWasPublished()
    {
        await using var server = await HealthServer.StartAsync(options => options.UseHealthChecksCache = true);
        server.Published.SetStatus("", ServingStatus.NotServing);

        (await CheckAsync(server, "")).ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public async Task Watch_OfAServiceThatChanges_TellsEachChangeOnce()
    {
        await using var server = await HealthServer.StartAsync(publishAfter: TimeSpan.FromMilliseconds(1));
        using var call = Watch(server, "");

        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
        server.Findings.Set("database", HealthStatus.Unhealthy);
        (await NextAsync(call)).ShouldBe(ServingStatus.NotServing);
        server.Findings.Set("database", HealthStatus.Healthy);
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
    }

    [Fact]
    public async Task Watch_FindsAnotherStatusThanWasPublished_TellsThePublishedOneWhenItComesBack()
    {
        await using var server = await HealthServer.StartAsync();
        server.Published.SetStatus("", ServingStatus.Serving);
        server.Findings.Set("broker", HealthStatus.Unhealthy);
        using var call = Watch(server, "");

        (await NextAsync(call)).ShouldBe(ServingStatus.NotServing);
        server.Published.SetStatus("", ServingStatus.Serving);
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
    }

    [Fact]
    public async Task Watch_OfAnUnknownService_StaysOpenUntilItIsKnown()
    {
        await using var server = await HealthServer.StartAsync();
        using var call = Watch(server, "shop.v1.Later");

        (await NextAsync(call)).ShouldBe(ServingStatus.ServiceUnknown);
        server.Published.SetStatus("shop.v1.Later", ServingStatus.Serving);
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
    }

    [Fact]
    public async Task Watch_ServerStops_EndsWithoutError()
    {
        await using var server = await HealthServer.StartAsync();
        using var call = Watch(server, "");
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);

        var stopped = server.StopAsync();

        (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(HealthServer.Patience)).ShouldBeFalse();
        await stopped.WaitAsync(HealthServer.Patience);
    }

    private static async Task<ServingStatus> CheckAsync(HealthServer server, string service) =>
        (await server.Client.CheckAsync(new HealthCheckRequest { Service = service }, deadline: DateTime.UtcNow + HealthServer.Patience)).Status;

    private static AsyncServerStreamingCall<HealthCheckResponse> Watch(HealthServer server, string service) =>
        server.Client.Watch(new HealthCheckRequest { Service = service });

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(HealthServer.Patience)).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }
}
