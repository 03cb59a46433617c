using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Orchestration;

namespace Standins.Tests.Aspire.Hosting;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Commands_StopStartRestart_ChangeTheProcess()
    {
        var builder = TestApp.Create();
        builder.AddExecutable("service", "sleep", ".", "1000");
        await using var app = await RunningApp.StartAsync(builder);
        var first = (await app.WhenHealthyAsync("service")).PidOf();

        (await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.StopCommand)).Success.ShouldBeTrue();
        await app.WhenStateAsync("service", KnownResourceStates.Exited);
        ProcessIdentity.StartOf(first).ShouldBeNull();
        (await app.ResourceCommands.ExecuteCommandAsync("service", "resource-start")).Success.ShouldBeTrue();
        var second = (await app.WhenHealthyAsync("service")).PidOf();
        (await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.RestartCommand)).Success.ShouldBeTrue();
        var third = (await app.WhenHealthyAsync("service")).PidOf();

        new[] { first, second, third }.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Commands_Unknown_Fail()
    {
        var builder = TestApp.Create();
        builder.AddExecutable("service", "sleep", ".", "1000");
        await using var app = await RunningApp.StartAsync(builder);

        (await app.ResourceCommands.ExecuteCommandAsync("nobody", "stop")).Message.ShouldBe("Resource 'nobody' not found.");
        (await app.ResourceCommands.ExecuteCommandAsync("service", "dance")).Success.ShouldBeFalse();
    }

    [Fact]
    public async Task WithCommand_Own_IsExecutedForTheResource()
    {
        var builder = TestApp.Create();
        builder.AddExecutable("service", "sleep", ".", "1000")
            .WithCommand("greet", "Greet", context => Task.FromResult(CommandResults.Success($"hello {context.ResourceName}")));
        await using var app = await RunningApp.StartAsync(builder);

        (await app.ResourceCommands.ExecuteCommandAsync("service", "greet")).Message.ShouldBe("hello service");
    }

    [Fact]
    public async Task WithExplicitStart_StartsOnCommandOnly()
    {
        var builder = TestApp.Create();
        builder.AddExecutable("tool", "sleep", ".", "1000").WithExplicitStart();
        await using var app = await RunningApp.StartAsync(builder);
        (await app.WhenAsync("tool", s => s.State is not null)).Snapshot.State!.Text.ShouldBe(KnownResourceStates.NotStarted);

        await app.ResourceCommands.ExecuteCommandAsync("tool", "start");

        await app.WhenHealthyAsync("tool");
    }

    [Fact]
    public async Task Exit_Unasked_IsExitedWithItsCode()
    {
        var builder = TestApp.Create();
        builder.AddExecutable("service", "/bin/sh", ".", "-c", "echo last words >&2; exit 7");
        await using var app = await RunningApp.StartAsync(builder);

        (await app.WhenStateAsync("service", KnownResourceStates.Exited)).Snapshot.ExitCode.ShouldBe(7);
        (await app.LogAsync("service")).ShouldBe("last words");
    }

    [Fact]
    public async Task NativeServer_EndsBeforeItIsReady_FailedToStart()
    {
        var builder = TestApp.Create();
        builder.AddContainer("server", "x").WithAnnotation(new NativeServerAnnotation(new TestNativeServer("exit 9")));
        await using var app = await RunningApp.StartAsync(builder);

        (await app.WhenStateAsync("server", KnownResourceStates.FailedToStart)).Snapshot.Failure.ShouldBe("'server' ended with exit code 9 before it was ready.");
    }

    [Fact]
    public async Task Container_WithoutNativeServer_SaysThatItCannotRun()
    {
        var builder = TestApp.Create();
        builder.AddContainer("tool", "acme/tool", "1.2");
        await using var app = await RunningApp.StartAsync(builder);

        (await app.WhenStateAsync("tool", KnownResourceStates.FailedToStart)).Snapshot.Failure!.ShouldStartWith("'tool' is a container (image 'acme/tool:1.2').");
    }

    [Fact]
    public async Task NativeServer_Volume_KeepsItsDataInTheDataRoot()
    {
        var root = Directory.CreateTempSubdirectory("volumes-").FullName;
        var builder = TestApp.Create($"--DataVolumes:Root={root}");
        var kept = new TestNativeServer("touch ready; exec sleep 1000");
        var passing = new TestNativeServer("touch ready; exec sleep 1000");
        builder.AddContainer("kept", "x").WithVolume("data", "/data").WithAnnotation(new NativeServerAnnotation(kept));
        builder.AddContainer("passing", "x").WithAnnotation(new NativeServerAnnotation(passing));
        await using (var app = await RunningApp.StartAsync(builder))
        {
            await app.WhenHealthyAsync("kept");
            await app.WhenHealthyAsync("passing");
        }

        kept.Context!.DataFolder.ShouldBe(Path.Combine(root, "kept"));
        kept.Context.IsPersistent.ShouldBeTrue();
        Directory.Exists(kept.Context.DataFolder).ShouldBeTrue();
        Directory.Exists(passing.Context!.DataFolder).ShouldBeFalse();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Dispose_Running_EndsInReverseOrder()
    {
        var builder = TestApp.Create();
        var stopped = new ConcurrentQueue<string>();
        var first = builder.AddExecutable("first", "sleep", ".", "1000");
        var second = builder.AddExecutable("second", "sleep", ".", "1000").WaitFor(first);
        first.OnResourceStopped((_, _, _) => Note(stopped, "first"));
        second.OnResourceStopped((_, _, _) => Note(stopped, "second"));
        int[] pids;
        await using (var app = await RunningApp.StartAsync(builder))
        {
            pids = [(await app.WhenHealthyAsync("first")).PidOf(), (await app.WhenHealthyAsync("second")).PidOf()];
        }

        stopped.ShouldBe(["second", "first"]);
        pids.ShouldAllBe(pid => ProcessIdentity.StartOf(pid) == null);
    }

    [Fact]
    public async Task Dispose_StillWaiting_StopsAtOnce()
    {
        var builder = TestApp.Create();
        var never = builder.AddContainer("never", "x").WithAnnotation(new NativeServerAnnotation(new TestNativeServer("exec sleep 1000")));
        builder.AddExecutable("service", "sleep", ".", "1000").WaitFor(never);
        var app = await RunningApp.StartAsync(builder);
        await app.WhenStateAsync("service", KnownResourceStates.Waiting);

        await app.DisposeAsync().AsTask().WaitAsync(TestApp.Patience);
    }

    [Fact]
    public async Task Events_OfAResource_ComeInOrder()
    {
        var builder = TestApp.Create();
        var events = new ConcurrentQueue<string>();
        builder.OnBeforeStart((_, _) => Note(events, "BeforeStart"));
        builder.AddProject<Projects.Echo>("echo")
            .OnInitializeResource((_, _, _) => Note(events, "Initialize"))
            .OnResourceEndpointsAllocated((resource, _, _) => Note(events, $"EndpointsAllocated {resource.GetEndpoint("http").IsAllocated}"))
            .OnBeforeResourceStarted((_, _, _) => Note(events, "BeforeResourceStarted"))
            .OnResourceReady((_, _, _) => Note(events, "Ready"))
            .OnResourceStopped((_, _, _) => Note(events, "Stopped"));
        await using (var app = await RunningApp.StartAsync(builder))
        {
            await app.WhenHealthyAsync("echo");
        }

        events.ShouldBe(["BeforeStart", "Initialize", "EndpointsAllocated True", "BeforeResourceStarted", "Ready", "Stopped"]);
    }

    private static Task Note(ConcurrentQueue<string> notes, string note)
    {
        notes.Enqueue(note);
        return Task.CompletedTask;
    }
}
