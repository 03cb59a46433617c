using System.Diagnostics;
using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using StackExchange.Redis;
using Standins.Tests.Servers;

namespace Standins.Tests.Redis;

[Collection(RedisCollection.Name)]
public sealed class AspireRedisExtensionsTests(RedisServer server)
{
    private const string Source = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    [Fact]
    public async Task AddRedisClient_ConnectionString_ConnectsAndIsHealthy()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", server.ConnectionString));
        builder.AddRedisClient("redis");
        using var host = builder.Build();

        await host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().PingAsync().Soon();
        var report = await host.CheckHealthAsync();
        report.Status.ShouldBe(HealthStatus.Healthy);
        report.Entries.Keys.ShouldBe(["StackExchange.Redis"]);
    }

    [Fact]
    public void Options_FromAllPlaces_TheLaterWins()
    {
        var builder = ClientHost.Builder(
            ("Aspire:StackExchange:Redis:ConnectionString", "shared:1"),
            ("Aspire:StackExchange:Redis:ConfigurationOptions:ConnectRetry", "7"),
            ("Aspire:StackExchange:Redis:ConfigurationOptions:KeepAlive", "8"),
            ("Aspire:StackExchange:Redis:redis:ConfigurationOptions:KeepAlive", "9"),
            ("Aspire:StackExchange:Redis:redis:ConfigurationOptions:ConnectTimeout", "10"),
            ("ConnectionStrings:redis", "named:2,connectTimeout=1000"));
        builder.AddRedisClient("redis", settings => settings.ConnectionString.ShouldBe("named:2,connectTimeout=1000"), options => options.ConnectTimeout++);
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<ConfigurationOptions>>().Value;
        options.EndPoints.ShouldHaveSingleItem().ToString().ShouldNotBeNull().ShouldContain("named:2");
        (options.ConnectRetry, options.KeepAlive, options.ConnectTimeout).ShouldBe((7, 9, 11));
    }

    [Theory]
    [InlineData("localhost:1", false)]
    [InlineData("localhost:1,abortConnect=true", true)]
    public void AbortOnConnectFail_UnlessAskedFor_IsOff(string connectionString, bool expected)
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", connectionString));
        builder.AddKeyedRedisClient("redis");
        using var host = builder.Build();

        host.Services.GetRequiredService<IOptionsMonitor<ConfigurationOptions>>().Get("redis").AbortOnConnectFail.ShouldBe(expected);
    }

    [Fact]
    public void ConnectionString_Missing_ThrowsOnlyWhenResolved()
    {
        var builder = ClientHost.Builder();
        builder.AddRedisClient("redis");
        using var host = builder.Build();

        Should.Throw<InvalidOperationException>(host.Services.GetRequiredService<IConnectionMultiplexer>).Message.ShouldContain("ConnectionStrings:redis");
    }

    [Fact]
    public async Task AddKeyedRedisClientBuilder_BesideAnother_IsAConnectionOfItsOwn()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", server.ConnectionString), ("ConnectionStrings:carts", server.ConnectionString + ",defaultDatabase=3"));
        builder.AddRedisClient("redis");
        var carts = builder.AddKeyedRedisClientBuilder("carts");
        using var host = builder.Build();

        carts.ShouldBeOfType<AspireRedisClientBuilder>().ServiceKey.ShouldBe("carts");
        carts.HostBuilder.ShouldBeSameAs(builder);
        carts.Settings.ConnectionString.ShouldNotBeNull().ShouldEndWith("defaultDatabase=3");
        host.Services.GetRequiredKeyedService<IConnectionMultiplexer>("carts").GetDatabase().Database.ShouldBe(3);
        host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().Database.ShouldBe(0);
        (await host.CheckHealthAsync()).Entries.Keys.Order().ShouldBe(["StackExchange.Redis", "StackExchange.Redis_carts"]);
    }

    [Fact]
    public async Task HealthCheck_NobodyListens_IsUnhealthy()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", $"127.0.0.1:{Loopback.FreePort()},connectTimeout=200,connectRetry=0,asyncTimeout=500"));
        builder.AddRedisClient("redis");
        using var host = builder.Build();

        var entry = (await host.CheckHealthAsync()).Entries["StackExchange.Redis"];
        entry.Status.ShouldBe(HealthStatus.Unhealthy);
        entry.Exception.ShouldBeAssignableTo<RedisException>();
    }

    [Fact]
    public async Task DisableAutoActivation_False_ConnectsAsTheHostStarts()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", server.ConnectionString));
        IServiceProvider? asked = null;
        builder.AddRedisClient("redis", settings => settings.DisableAutoActivation = false);
        builder.Services.AddSingleton<IPostConfigureOptions<ConfigurationOptions>>(provider =>
        {
            asked = provider;
            return new PostConfigureOptions<ConfigurationOptions>(null, _ => { });
        });
        using var host = builder.Build();
        asked.ShouldBeNull();

        await host.StartAsync().Soon();
        asked.ShouldNotBeNull();
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task Tracing_CommandUnderAnActivity_IsItsChild()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", server.ConnectionString));
        builder.AddRedisClient("redis");
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(nameof(AspireRedisExtensionsTests)));
        using var host = builder.Build();
        await host.StartAsync().Soon();
        var database = host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase(2);

        using var source = new ActivitySource(nameof(AspireRedisExtensionsTests));
        using var parent = source.StartActivity("checkout").ShouldNotBeNull();
        await database.StringSetAsync("a-secret-key", "a-secret-value").Soon();
        parent.Stop();
        await Patience.UntilAsync(() => Task.FromResult(Commands(host).Length > 0));

        var span = Commands(host).ShouldHaveSingleItem();
        span.DisplayName.ShouldBe("SET");
        span.Kind.ShouldBe(ActivityKind.Client);
        (span.TraceId, span.ParentSpanId).ShouldBe((parent.TraceId, parent.SpanId));
        span.StartTimeUtc.ShouldBeGreaterThanOrEqualTo(parent.StartTimeUtc);
        span.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        span.TagObjects.ToDictionary().ShouldContainKeyAndValue("db.system", "redis");
        span.GetTagItem("db.redis.database_index").ShouldBe(2);
        span.GetTagItem("server.address").ShouldBe("127.0.0.1");
        span.TagObjects.ShouldNotContain(tag => $"{tag.Value}".Contains("secret"));
        await host.StopAsync().Soon();

        Activity[] Commands(IHost host) => [.. host.Spans().Of(Source).Where(command => command.TraceId == parent.TraceId)];
    }

    [Fact]
    public async Task Tracing_HostEnds_HandsOutWhatIsLeft()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", server.ConnectionString));
        builder.AddRedisClient("redis");
        var host = builder.Build();
        await host.StartAsync().Soon();
        var spans = host.Spans();
        await host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().StringGetAsync("nothing").Soon();
        await host.StopAsync().Soon();
        host.Dispose();

        spans.Of(Source).ShouldContain(span => span.DisplayName == "GET" && span.ParentSpanId == default);
    }

    [Fact]
    public async Task Tracing_Disabled_RecordsNothing()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:redis", server.ConnectionString));
        builder.AddRedisClient("redis", settings => settings.DisableTracing = true);
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource("*"));
        var host = builder.Build();
        await host.StartAsync().Soon();
        var spans = host.Spans();
        await host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase(7).PingAsync().Soon();
        await host.StopAsync().Soon();
        host.Dispose();

        spans.Of(Source).ShouldNotContain(span => Equals(span.GetTagItem("db.redis.database_index"), 7));
    }
}
