using System.Net;
using Aspire.Dashboard;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Hosting.Processes;

namespace Standins.Tests.Aspire.Dashboard;

/// <summary>A dashboard of its own, with resources that the test makes up.</summary>
internal sealed class TestDashboard : IAsyncDisposable
{
    public const string Token = "the-token";
    public const string OtlpKey = "the-otlp-key";
    public const string ApiKey = "the-api-key";
    public const string SecondaryKey = "the-next-key";

    private readonly DashboardServer _server;

    private TestDashboard(DashboardOptions options, FakeResources resources)
    {
        Options = options;
        Resources = resources;
        Telemetry = new TelemetryStore(options.Limits);
        Console = new ConsoleStore(options.Limits, TimeProvider.System);
        _server = new DashboardServer(options, resources, Console, Telemetry, TimeProvider.System);
    }

    public DashboardOptions Options { get; }

    public FakeResources Resources { get; }

    public TelemetryStore Telemetry { get; }

    public ConsoleStore Console { get; }

    public Uri Url => Options.FrontendUrls[0];

    public static async Task<TestDashboard> StartAsync(
        TelemetryLimits? limits = null, bool anonymous = false, bool hasApi = true, bool canImport = true, string[]? origins = null, string[]? headers = null)
    {
        var dashboard = new TestDashboard(
            new DashboardOptions
            {
                ApplicationName = "Test",
                FrontendUrls = [Free()],
                OtlpGrpcUrl = Free(),
                OtlpHttpUrl = Free(),
                BrowserToken = Token,
                OtlpApiKey = OtlpKey,
                ApiKey = ApiKey,
                SecondaryOtlpApiKey = SecondaryKey,
                SecondaryApiKey = SecondaryKey,
                DisableApi = !hasApi,
                DisableImport = !canImport,
                AllowAnonymous = anonymous,
                AllowAnonymousOtlp = anonymous,
                AllowAnonymousApi = anonymous,
                OtlpAllowedOrigins = origins ?? [],
                OtlpAllowedHeaders = headers ?? [],
                Limits = limits ?? new TelemetryLimits(),
            },
            new FakeResources());
        await dashboard._server.StartAsync();
        return dashboard;
    }

    /// <summary>A browser that follows no redirects; one that has logged in holds the cookie.</summary>
    public async Task<HttpClient> BrowserAsync(bool isLoggedIn)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Url };
        if (isLoggedIn)
        {
            (await client.GetAsync($"/login?t={Token}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        return client;
    }

    /// <summary>A script that shows the API key.</summary>
    public HttpClient Script(string key = ApiKey) => new() { BaseAddress = Url, DefaultRequestHeaders = { { "x-api-key", key } } };

    public async Task WhenAsync(Func<TelemetryStore, bool> arrived)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!arrived(Telemetry))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private static Uri Free() => new($"http://localhost:{LoopbackPorts.Take()}");
}
