using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Testing;

namespace Standins.Tests.Aspire.Hosting.Dashboard;

public sealed class DashboardRunnerTests
{
    private const string Plain = "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true";

    [Fact]
    public async Task Start_WithAnAddress_ServesTheResourcesAndTellsProjectsWhereToSend()
    {
        var builder = Create(dashboard: true, "--ASPNETCORE_URLS=http://localhost:15999", Plain);
        builder.AddExecutable("sleeper", "sleep", ".", "1000");
        await using var app = await builder.StartAsync();

        var options = app.Services.GetRequiredService<DashboardRunner>().Options.ShouldNotBeNull();

        var configuration = app.Services.GetRequiredService<IConfiguration>();
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"].ShouldBe(options.OtlpGrpcUrl!.GetLeftPart(UriPartial.Authority));
        configuration["AppHost:OtlpApiKey"].ShouldBe(options.OtlpApiKey);
        await app.WhenStateAsync("sleeper", "Running");
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        (await client.GetStringAsync(options.LoginUrl)).ShouldContain("/js/app.js");
        (await client.GetStringAsync(new Uri(options.FrontendUrls[0], "/api/resources"))).ShouldContain("\"sleeper\"");
    }

    [Fact]
    public async Task Start_TakenPort_RunsWithoutADashboardAndSendsNobodyTelemetry()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var builder = Create(dashboard: true, $"--ASPNETCORE_URLS=http://localhost:{port}", Plain, "--DcpPublisher:RandomizePorts=false");
        builder.AddExecutable("sleeper", "sleep", ".", "1000");

        await using var app = await builder.StartAsync();

        await app.WhenStateAsync("sleeper", "Running");
        app.Services.GetRequiredService<DashboardRunner>().Options.ShouldBeNull();
        app.Services.GetRequiredService<IConfiguration>()["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"].ShouldBeNullOrEmpty();
    }

    [Theory]
    [InlineData(false, "--ASPNETCORE_URLS=http://localhost:15999", Plain)]
    [InlineData(true, "--ASPNETCORE_URLS=http://localhost:15999", "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=false")]
    [InlineData(true, "--AppHost:DisableDashboard=true", Plain)]
    public async Task Start_NotWantedOrNotAllowed_HasNoDashboard(bool dashboard, string first, string second)
    {
        await using var app = await Create(dashboard, first, second).StartAsync();

        app.Services.GetRequiredService<DashboardRunner>().Options.ShouldBeNull();
    }

    [Theory]
    [InlineData("DB_PASSWORD", "x", true)]
    [InlineData("ConnectionStrings__db", "Host=h;Password=hush!", true)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=1", true)]
    [InlineData("DB_URI", "postgresql://u:hush%21@h", true)]
    [InlineData("ConnectionStrings__db", "Host=h;Password=generated", true)]
    [InlineData("ConnectionStrings__redis", "h:6379,password=generated", true)]
    [InlineData("BROKER_URI", "amqp://guest:gen@h:1", true)]
    [InlineData("CACHE_URI", "redis://:gen@h:1", true)]
    [InlineData("GATEWAY_HTTP", "http://h:1/a:b@c", false)]
    [InlineData("ConnectionStrings__db", "Host=h;Password=;Database=d", false)]
    [InlineData("OTEL_SERVICE_NAME", "order", false)]
    public void IsSecret_ByNameAndByWhatItHolds(string name, string value, bool expected) =>
        SecretValues.IsSecret(name, value, ["hush!", "hush%21"]).ShouldBe(expected);

    private static IDistributedApplicationTestingBuilder Create(bool dashboard, params string[] args) =>
        DistributedApplicationTestingBuilder.Create(args, (options, _) => (options.AssemblyName, options.DisableDashboard) = ("Tiny.AppHost", !dashboard));
}
