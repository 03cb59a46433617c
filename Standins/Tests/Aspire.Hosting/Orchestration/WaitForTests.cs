using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Standins.Tests.Aspire.Hosting;

public sealed class WaitForTests
{
    [Fact]
    public async Task WaitFor_Healthy_StartsAfterChecksAndReadyHandlers()
    {
        var builder = TestApp.Create();
        var healthy = new TaskCompletionSource();
        var handled = new TaskCompletionSource();
        builder.Services.AddHealthChecks().AddCheck("gate", () => healthy.Task.IsCompleted ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet"));
        var first = Sleeper(builder, "first").WithHealthCheck("gate").OnResourceReady((_, _, _) => handled.Task);
        Sleeper(builder, "second").WaitFor(first);
        await using var app = await RunningApp.StartAsync(builder);

        await app.WhenStateAsync("first", KnownResourceStates.Running);
        await app.WhenStateAsync("second", KnownResourceStates.Waiting);
        await app.WhenAsync("first", s => s.HealthStatus == HealthStatus.Unhealthy && s.HealthReports.Single().Description == "not yet");
        healthy.SetResult();
        await app.WhenAsync("first", s => s.HealthStatus == HealthStatus.Healthy);
        app.ResourceNotifications.TryGetCurrentState("second", out var second).ShouldBeTrue();
        second.Snapshot.State!.Text.ShouldBe(KnownResourceStates.Waiting);
        handled.SetResult();

        await app.WhenStateAsync("second", KnownResourceStates.Running);
    }

    [Fact]
    public async Task WaitForStart_Unhealthy_StartsAllTheSame()
    {
        var builder = TestApp.Create();
        builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        var first = Sleeper(builder, "first").WithHealthCheck("never");
        Sleeper(builder, "second").WaitForStart(first);
        await using var app = await RunningApp.StartAsync(builder);

        await app.WhenHealthyAsync("second");
    }

    [Fact]
    public async Task WaitForCompletion_ExitCodeZero_StartsAfterTheEnd()
    {
        var builder = TestApp.Create();
        var job = builder.AddExecutable("job", "/bin/sh", ".", "-c", "exit 0");
        Sleeper(builder, "service").WaitForCompletion(job);
        await using var app = await RunningApp.StartAsync(builder);

        await app.WhenHealthyAsync("service");
        (await app.WhenStateAsync("job", KnownResourceStates.Finished)).Snapshot.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task WaitForCompletion_OtherExitCode_FailsToStart()
    {
        var builder = TestApp.Create();
        var job = builder.AddExecutable("job", "/bin/sh", ".", "-c", "exit 4");
        Sleeper(builder, "service").WaitForCompletion(job);
        await using var app = await RunningApp.StartAsync(builder);

        await app.WhenStateAsync("service", KnownResourceStates.FailedToStart);
        (await app.LogAsync("service")).ShouldContain("Resource 'job' ended with exit code 4, expected 0.");
    }

    [Fact]
    public async Task WaitFor_DependencyFails_FailsToo()
    {
        var builder = TestApp.Create();
        var broken = builder.AddExecutable("broken", "no-such-program", ".");
        Sleeper(builder, "service").WaitFor(broken);
        await using var app = await RunningApp.StartAsync(builder);

        await app.WhenStateAsync("broken", KnownResourceStates.FailedToStart);
        await app.WhenStateAsync("service", KnownResourceStates.FailedToStart);
        (await Should.ThrowAsync<DistributedApplicationException>(() => app.WhenHealthyAsync("service"))).Message.ShouldBe("Resource 'service' is not available: FailedToStart.");
    }

    [Fact]
    public async Task WaitFor_Part_WaitsForServerAndPart()
    {
        var builder = TestApp.Create();
        var created = false;
        builder.Services.AddHealthChecks().AddCheck("part_check", () => created ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        var native = new TestNativeServer("touch ready; exec sleep 1000");
        var password = builder.AddParameter("server-password", "secret", secret: true);
        var server = builder.AddResource(new TestServerResource("server", password.Resource))
            .WithEndpoint(targetPort: 1, name: "tcp")
            .WithAnnotation(new NativeServerAnnotation(native))
            .OnResourceReady((_, _, _) => Task.FromResult(created = true));
        var part = builder.AddResource(new TestPartResource("part", server.Resource)).WithHealthCheck("part_check");
        Sleeper(builder, "service").WithReference(part).WaitFor(part);
        await using var app = await RunningApp.StartAsync(builder);

        await app.WhenHealthyAsync("service");

        created.ShouldBeTrue();
        (await app.WhenHealthyAsync("part")).Snapshot.State!.Text.ShouldBe(KnownResourceStates.Running);
        native.Context!.Secrets.ShouldBe(new Dictionary<string, string> { ["server-password"] = "secret" });
        native.Context.Ports.Keys.ShouldBe(["tcp"]);
        native.Context.IsPersistent.ShouldBeFalse();
    }

    [Fact]
    public void WaitFor_Itself_Throws()
    {
        var service = Sleeper(TestApp.Create(), "service");

        Should.Throw<DistributedApplicationException>(() => service.WaitFor(service)).Message.ShouldBe("The 'service' resource cannot wait for itself.");
    }

    private static IResourceBuilder<ExecutableResource> Sleeper(IDistributedApplicationBuilder builder, string name) => builder.AddExecutable(name, "sleep", ".", "1000");
}
