using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ProjectEnvironmentTests
{
    private static readonly ReplicaContext Replica = new("api", "abcdefgh", new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["http"] = 7101, ["probe"] = 7201 });

    [Fact]
    public async Task Environment_RunInDevelopment_IsComplete()
    {
        var builder = TestApp.Describe("--environment", "Development");

        (await EnvironmentAsync(builder)).ShouldBe(new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true",
            ["Kestrel__Endpoints__http__Url"] = "http://localhost:7101",
            ["Kestrel__Endpoints__probe__Url"] = "http://localhost:7201",
            ["LOGGING__CONSOLE__FORMATTERNAME"] = "simple",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
            ["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true",
            ["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true",
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
            ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=abcdefgh",
            ["OTEL_SERVICE_NAME"] = "api",
            ["OTEL_TRACES_SAMPLER"] = "always_on",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "grpc")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http/protobuf")]
    public async Task Environment_DashboardIsConfigured_SendsTelemetryThere(string key, string protocol)
    {
        using var dashboard = new TcpListener(IPAddress.Loopback, 0);
        dashboard.Start();
        var url = $"http://localhost:{((IPEndPoint)dashboard.LocalEndpoint).Port}";

        var environment = await EnvironmentAsync(TestApp.Describe($"--{key}={url}", "--AppHost:OtlpApiKey=secret", "--environment", "Production"));

        environment["OTEL_EXPORTER_OTLP_ENDPOINT"].ShouldBe(url);
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe(protocol);
        environment["OTEL_EXPORTER_OTLP_HEADERS"].ShouldBe("x-otlp-api-key=secret");
        environment.ShouldNotContainKey("OTEL_TRACES_SAMPLER");
    }

    [Fact]
    public async Task Environment_NobodyListensAtTheDashboardsAddress_SendsNoTelemetry() =>
        (await EnvironmentAsync(TestApp.Describe("--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:1"))).ShouldNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");

    [Fact]
    public async Task Environment_SetByTheAppHost_Wins()
    {
        var environment = await EnvironmentAsync(TestApp.Describe(), api => api.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production").WithEnvironment("OTEL_SERVICE_NAME", "other"));

        environment["ASPNETCORE_ENVIRONMENT"].ShouldBe("Production");
        environment["OTEL_SERVICE_NAME"].ShouldBe("other");
    }

    [Fact]
    public async Task Environment_FilteredEndpoint_IsNotTold()
    {
        var environment = await EnvironmentAsync(TestApp.Describe(), api => api.WithEndpointsInEnvironment(endpoint => endpoint.Name != "probe"));

        environment.Keys.Where(k => k.StartsWith("Kestrel", StringComparison.Ordinal)).ShouldBe(["Kestrel__Endpoints__http__Url"]);
    }

    [Fact]
    public async Task Environment_Published_HoldsExpressions()
    {
        var builder = TestApp.Describe("--publisher", "manifest");
        var api = builder.AddProject<Projects.Echo>("api");

        (await builder.ExpressionsOfAsync(api.Resource)).ShouldBe(new Dictionary<string, string>
        {
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
            ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
            ["Kestrel__Endpoints__http__Url"] = "http://*:{api.bindings.http.targetPort}",
            ["Kestrel__Endpoints__probe__Url"] = "http://*:{api.bindings.probe.targetPort}",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Environment_PublishedWithoutKestrelEndpoints_NamesTheHttpPort()
    {
        var builder = TestApp.Describe("--publisher", "manifest");
        var api = builder.AddProject<Projects.Echo>("api", options => options.ExcludeKestrelEndpoints = true).WithHttpEndpoint().DisableForwardedHeaders();

        (await builder.ExpressionsOfAsync(api.Resource)).ShouldBe(new Dictionary<string, string>
        {
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
            ["HTTP_PORTS"] = "{api.bindings.http.targetPort}",
        }, ignoreOrder: true);
    }

    private static Task<Dictionary<string, string>> EnvironmentAsync(IDistributedApplicationBuilder builder, Action<IResourceBuilder<ProjectResource>>? configure = null)
    {
        var api = builder.AddProject<Projects.Echo>("api");
        configure?.Invoke(api);
        return builder.EnvironmentOfAsync(api.Resource, Replica);
    }
}
