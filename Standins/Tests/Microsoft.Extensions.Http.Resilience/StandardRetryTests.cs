#pragma warning disable EXTEXP0001 // Experimental in the official package too.
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Http.Resilience;

namespace Standins.Tests.HttpResilience;

public sealed class StandardRetryTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task Get_ATransientFailure_IsRetried(int status)
    {
        await using var server = await ScriptedServer.StartAsync(status, status, 200);
        await using var services = ResilientClients.Services();

        using var response = await services.Client().GetAsync(server.Address);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Get_AFailureThatLasts_IsAnsweredAfterTheLastRetry()
    {
        await using var server = await ScriptedServer.StartAsync(503);
        await using var services = ResilientClients.Services();

        using var response = await services.Client().GetAsync(server.Address);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task Get_AFailureOfTheCaller_IsNotRetried()
    {
        await using var server = await ScriptedServer.StartAsync(400);
        await using var services = ResilientClients.Services();

        using var response = await services.Client().GetAsync(server.Address);

        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Get_NobodyListening_IsRetriedAndThenThrows()
    {
        Uri address;
        await using (var server = await ScriptedServer.StartAsync(200))
        {
            address = server.Address;
        }

        var retries = 0;
        await using var services = ResilientClients.Services(options => options.Retry.OnRetry = _ =>
        {
            retries++;
            return default;
        });

        await Should.ThrowAsync<HttpRequestException>(() => services.Client().GetAsync(address));

        retries.ShouldBe(3);
    }

    [Fact]
    public async Task Post_WithABody_IsRetriedWithTheBody()
    {
        await using var server = await ScriptedServer.StartAsync(async (number, context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            context.Response.StatusCode = number < 2 ? 503 : 200;
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        await using var services = ResilientClients.Services();

        using var response = await services.Client().PostAsync(server.Address, new StringContent("an order"));

        (await response.Content.ReadAsStringAsync()).ShouldBe("an order");
        server.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("DELETE", 1)]
    [InlineData("GET", 4)]
    [InlineData("HEAD", 4)]
    public async Task DisableForUnsafeHttpMethods_AFailure_RetriesSafeMethodsOnly(string method, int requests)
    {
        await using var server = await ScriptedServer.StartAsync(503);
        await using var services = ResilientClients.Services(options => options.Retry.DisableForUnsafeHttpMethods());
        using var request = new HttpRequestMessage(new(method), server.Address);

        using var response = await services.Client().SendAsync(request);

        server.Requests.ShouldBe(requests);
    }

    [Fact]
    public async Task Get_ARetryAfter_DecidesTheDelay()
    {
        await using var server = await ScriptedServer.StartAsync((number, context) =>
        {
            context.Response.StatusCode = number == 1 ? 503 : 200;
            context.Response.Headers.RetryAfter = "1";
            return context.Response.CompleteAsync();
        });
        var delays = new List<TimeSpan>();
        await using var services = ResilientClients.Services(options => options.Retry.OnRetry = arguments =>
        {
            delays.Add(arguments.RetryDelay);
            return default;
        });
        var started = Stopwatch.GetTimestamp();

        using var response = await services.Client().GetAsync(server.Address);

        delays.ShouldBe([TimeSpan.FromSeconds(1)]);
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
    }

    [Fact]
    public async Task Get_TheCallerCancels_IsNotRetried()
    {
        using var cancelling = new CancellationTokenSource();
        await using var server = await ScriptedServer.StartAsync((_, context) =>
        {
            cancelling.Cancel();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var services = ResilientClients.Services();

        await Should.ThrowAsync<OperationCanceledException>(() => services.Client().GetAsync(server.Address, cancelling.Token));

        server.Requests.ShouldBe(1);
    }
}
