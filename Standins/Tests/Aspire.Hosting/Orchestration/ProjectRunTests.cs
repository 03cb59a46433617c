using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ProjectRunTests
{
    [Fact]
    public async Task Project_Runs_WithItsArgumentsAndEnvironment()
    {
        var builder = TestApp.Create();
        builder.AddProject<Projects.Echo>("echo").WithArgs("one", "two words").WithEnvironment("GREETING", "hi").WithHttpHealthCheck("/health", endpointName: "probe");
        await using var app = await RunningApp.StartAsync(builder);
        await app.WhenHealthyAsync("echo");
        using var client = app.CreateHttpClient("echo", "probe");

        (await client.GetFromJsonAsync<string[]>("/args")).ShouldBe(["one", "two words"]);
        (await client.GetStringAsync(new Uri("/environment", UriKind.Relative))).ShouldBe("Development");
        var variables = (await client.GetFromJsonAsync<Dictionary<string, string>>("/variables"))!;
        variables["GREETING"].ShouldBe("hi");
        variables["OTEL_RESOURCE_ATTRIBUTES"].ShouldMatch("^service.instance.id=[a-z]{8}$");
        variables.ShouldNotContainKey("ASPNETCORE_URLS");
        variables.ShouldNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    [Fact]
    public async Task Project_CrashesAtStart_ShowsCodeAndLastWords()
    {
        var builder = TestApp.Create();
        builder.AddProject<Projects.Echo>("echo").WithEnvironment("FAIL_AT_START", "no database").WithHttpHealthCheck("/health", endpointName: "probe");
        await using var app = await RunningApp.StartAsync(builder);

        (await Should.ThrowAsync<DistributedApplicationException>(() => app.WhenHealthyAsync("echo"))).Message.ShouldBe("Resource 'echo' is not available: Exited with exit code 3.");
        (await app.LogAsync("echo")).ShouldContain("no database");
    }

    [Fact]
    public async Task Project_CrashesLater_StaysDownUntilItIsStartedAtTheSamePort()
    {
        var builder = TestApp.Create();
        builder.AddProject<Projects.Echo>("echo").WithHttpHealthCheck("/health", endpointName: "probe");
        await using var app = await RunningApp.StartAsync(builder);
        await app.WhenHealthyAsync("echo");
        using var client = app.CreateHttpClient("echo", "probe");

        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("/exit/5", UriKind.Relative)));
        (await app.WhenStateAsync("echo", KnownResourceStates.Exited)).Snapshot.ExitCode.ShouldBe(5);
        await app.ResourceCommands.ExecuteCommandAsync("echo", KnownResourceCommands.StartCommand);
        await app.WhenHealthyAsync("echo");

        (await client.GetStringAsync(new Uri("/health", UriKind.Relative))).ShouldBeEmpty();
    }

    [Fact]
    public async Task HealthCheck_OtherStatus_IsUnhealthyWithTheReason()
    {
        var builder = TestApp.Create();
        builder.AddProject<Projects.Echo>("echo").WithEnvironment("HEALTH_STATUS", "503").WithHttpHealthCheck("/health", endpointName: "probe");
        await using var app = await RunningApp.StartAsync(builder);

        var seen = await app.WhenAsync("echo", s => s.HealthReports.Any(r => r.Description?.Contains("503", StringComparison.Ordinal) == true));

        seen.Snapshot.HealthReports.Single().Description!.ShouldEndWith("/health answered 503, expected 200.");
        seen.Snapshot.HealthReports.Single().Name.ShouldBe("echo_probe_/health_200_check");
    }
}
