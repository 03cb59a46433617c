using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Standins.Tests.HttpResilience;

public sealed class StandardResilienceOptionsTests
{
    [Fact]
    public void Defaults_OfTheStandardPipeline_AreTheDocumentedOnes()
    {
        var options = new HttpStandardResilienceOptions();

        options.RateLimiter.DefaultRateLimiterOptions.PermitLimit.ShouldBe(1000);
        options.RateLimiter.DefaultRateLimiterOptions.QueueLimit.ShouldBe(0);
        options.TotalRequestTimeout.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        options.Retry.MaxRetryAttempts.ShouldBe(3);
        options.Retry.BackoffType.ShouldBe(DelayBackoffType.Exponential);
        options.Retry.Delay.ShouldBe(TimeSpan.FromSeconds(2));
        options.Retry.UseJitter.ShouldBeTrue();
        options.Retry.ShouldRetryAfterHeader.ShouldBeTrue();
        options.CircuitBreaker.FailureRatio.ShouldBe(0.1);
        options.CircuitBreaker.MinimumThroughput.ShouldBe(100);
        options.CircuitBreaker.SamplingDuration.ShouldBe(TimeSpan.FromSeconds(30));
        options.CircuitBreaker.BreakDuration.ShouldBe(TimeSpan.FromSeconds(5));
        options.AttemptTimeout.Timeout.ShouldBe(TimeSpan.FromSeconds(10));
        new[] { options.RateLimiter.Name, options.TotalRequestTimeout.Name, options.Retry.Name, options.CircuitBreaker.Name, options.AttemptTimeout.Name }
            .ShouldBe(["Standard-RateLimiter", "Standard-TotalRequestTimeout", "Standard-Retry", "Standard-CircuitBreaker", "Standard-AttemptTimeout"]);
    }

    public static TheoryData<string, Action<HttpStandardResilienceOptions>> Mistakes => new()
    {
        { "greater timeout than the attempt", options => options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(5) },
        { "at least double", options => options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(19) },
        { "CircuitBreaker", options => options.CircuitBreaker.FailureRatio = 2 },
        { "Retry", options => options.Retry.MaxRetryAttempts = -1 },
        { "RateLimiter", options => options.RateLimiter.DefaultRateLimiterOptions = null! },
        { "AttemptTimeout", options => options.AttemptTimeout = null! },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task StartAsync_WithAMistakeInTheOptions_FailsTheHost(string expected, Action<HttpStandardResilienceOptions> mistake)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(mistake));
        using var host = builder.Build();

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Message.ShouldContain(expected);
    }

    [Fact]
    public async Task StartAsync_WithTheDefaults_Succeeds()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
        using var host = builder.Build();

        await host.StartAsync().WaitAsync(LoopbackServer.Patience);
        await host.StopAsync().WaitAsync(LoopbackServer.Patience);
    }

    [Fact]
    public void Configure_FromASection_BindsIt()
    {
        var section = Section(new() { ["Resilience:Retry:MaxRetryAttempts"] = "7", ["Resilience:AttemptTimeout:Timeout"] = "00:00:03" });
        var services = new ServiceCollection();
        services.AddHttpClient("catalog").AddStandardResilienceHandler(section);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<HttpStandardResilienceOptions>>().Get("catalog-standard");

        options.Retry.MaxRetryAttempts.ShouldBe(7);
        options.AttemptTimeout.Timeout.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Configure_FromASectionWithAnUnknownKey_Throws()
    {
        var section = Section(new() { ["Resilience:Retry:MaxAttempts"] = "7" });
        var services = new ServiceCollection();
        services.AddHttpClient("catalog").AddStandardResilienceHandler().Configure(section);
        using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<IOptionsMonitor<HttpStandardResilienceOptions>>().Get("catalog-standard"));
    }

    private static IConfigurationSection Section(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("Resilience");
}
