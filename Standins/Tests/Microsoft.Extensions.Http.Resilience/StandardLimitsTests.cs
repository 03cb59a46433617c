#pragma warning disable EXTEXP0001 // Experimental in the official package too.
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Http.Resilience;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;

namespace Standins.Tests.HttpResilience;

/// <summary>Timeouts, breaker and rate limiter of the standard pipeline, and where the pipeline is and is not.</summary>
public sealed class StandardLimitsTests
{
    [Fact]
    public async Task Get_AnAttemptThatHangs_IsGivenUpAndRetried()
    {
        await using var server = await ScriptedServer.StartAsync(async (number, context) =>
        {
            if (number == 1)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        });
        await using var services = ResilientClients.Services(options => options.AttemptTimeout.Timeout = TimeSpan.FromMilliseconds(200));

        using var response = await services.Client().GetAsync(server.Address);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Requests.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Get_AServerThatHangs_EndsAtTheTotalTimeout()
    {
        await using var server = await ScriptedServer.StartAsync((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var services = ResilientClients.Services(options =>
        {
            options.TotalRequestTimeout.Timeout = TimeSpan.FromMilliseconds(500);
            options.AttemptTimeout.Timeout = TimeSpan.FromMilliseconds(400);
        });

        (await Should.ThrowAsync<TimeoutRejectedException>(() => services.Client().GetAsync(server.Address))).Timeout.ShouldBe(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Get_FailuresUntilTheBreakerOpens_AreRefusedWithoutACall()
    {
        await using var server = await ScriptedServer.StartAsync(503);
        await using var services = ResilientClients.Services(options =>
        {
            options.CircuitBreaker.MinimumThroughput = 4;
            options.CircuitBreaker.FailureRatio = 1;
        });

        using var response = await services.Client().GetAsync(server.Address);
        await Should.ThrowAsync<BrokenCircuitException>(() => services.Client().GetAsync(server.Address));

        server.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task SelectPipelineByAuthority_ABreakerThatIsOpen_LeavesTheOthersClosed()
    {
        await using var broken = await ScriptedServer.StartAsync(503);
        await using var sound = await ScriptedServer.StartAsync(200);
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(options =>
        {
            ResilientClients.Quick(options);
            options.CircuitBreaker.MinimumThroughput = 4;
        }).SelectPipelineByAuthority());
        await using var provider = services.BuildServiceProvider();

        using var first = await provider.Client().GetAsync(broken.Address);
        await Should.ThrowAsync<BrokenCircuitException>(() => provider.Client().GetAsync(broken.Address));

        using var response = await provider.Client().GetAsync(sound.Address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_MoreAtATimeThanPermits_IsRejected()
    {
        using var arrived = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);
        await using var server = await ScriptedServer.StartAsync(async (_, context) =>
        {
            arrived.Release();
            await leave.WaitAsync(context.RequestAborted);
        });
        await using var services = ResilientClients.Services(options => options.RateLimiter.DefaultRateLimiterOptions = new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 0 });

        var first = services.Client().GetAsync(server.Address);
        await arrived.WaitAsync(LoopbackServer.Patience);
        await Should.ThrowAsync<RateLimiterRejectedException>(() => services.Client().GetAsync(server.Address));
        leave.Release();
        (await first.WaitAsync(LoopbackServer.Patience)).Dispose();

        leave.Release();
        (await services.Client().GetAsync(server.Address)).Dispose();
    }

    [Fact]
    public async Task RemoveAllResilienceHandlers_OnAClient_TakesTheDefaultsOff()
    {
        await using var server = await ScriptedServer.StartAsync(503);
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(ResilientClients.Quick));
        services.AddHttpClient("bare").RemoveAllResilienceHandlers();
        await using var provider = services.BuildServiceProvider();

        using var response = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("bare").GetAsync(server.Address);

        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Get_OptionsThatAreReloaded_HoldForTheNextRequest()
    {
        await using var server = await ScriptedServer.StartAsync(503);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Resilience:Retry:MaxRetryAttempts", "1"), new("Resilience:Retry:Delay", "00:00:00.001")])
            .Build();
        var services = new ServiceCollection();
        services.AddHttpClient("reloaded").AddStandardResilienceHandler(configuration.GetSection("Resilience"));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("reloaded");

        using var before = await client.GetAsync(server.Address);
        server.Requests.ShouldBe(2);
        configuration["Resilience:Retry:MaxRetryAttempts"] = "2";
        configuration.Reload();
        using var after = await client.GetAsync(server.Address);

        server.Requests.ShouldBe(5);
    }

    [Fact]
    public void Client_WithTheStandardHandler_HasNoTimeoutOfItsOwn()
    {
        using var services = ResilientClients.Services();

        services.Client().Timeout.ShouldBe(Timeout.InfiniteTimeSpan);
    }
}
