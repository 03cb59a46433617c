using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Aspire.Hosting.Orchestration;

namespace Standins.Tests.Aspire.Hosting;

public sealed class AppHostProgramTests : IDisposable
{
    private const string AnyPorts = "--DcpPublisher:RandomizePorts=true";

    private readonly string _root = Directory.CreateTempSubdirectory("apphost-").FullName;

    [Fact]
    public async Task Interrupt_Running_EndsCleanly()
    {
        await using var program = new AppHostProgram(_root, AnyPorts);
        await program.WhenHealthyAsync();
        var children = program.Children;
        var temporary = program.State!.TemporaryFolder;

        program.Interrupt();

        (await program.WhenExitedAsync()).ShouldBe(0);
        children.ShouldAllBe(pid => ProcessIdentity.StartOf(pid) == null);
        RunFile.Read(_root).ShouldBeNull();
        Directory.Exists(temporary).ShouldBeFalse();
        program.Errors.ShouldBeEmpty();
        program.Output.ShouldContain("first           | echo started");
        program.Output.ShouldContain(line => Regex.IsMatch(line, @"^second-[a-z]{8} \| echo started$"));
        program.Output.ShouldContain(line => Regex.IsMatch(line, @"^Tiny\.AppHost: all 3 resources healthy after \d+\.\d s$"));
        program.Output.ShouldContain(line => Regex.IsMatch(line, @"^  second   http http://localhost:\d+  probe http://localhost:\d+  \(2 replicas\)$"));
    }

    [Fact]
    public async Task Kill_Running_LeavesNothingBehind()
    {
        await using var program = new AppHostProgram(_root, AnyPorts);
        await program.WhenHealthyAsync();
        var children = program.Children;

        program.Process.Kill();
        await program.WhenExitedAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (children.Any(pid => ProcessIdentity.StartOf(pid) is not null))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    [Fact]
    public async Task Start_AfterAKill_EndsSurvivorsAndRuns()
    {
        using var survivor = System.Diagnostics.Process.Start("sleep", "1000");
        var entry = new RunStateResource("old", "old", "Executable", "Running", "Healthy", survivor.Id, ProcessIdentity.StartOf(survivor.Id), 15, null, []);
        RunFile.Write(_root, new RunState(1, 1, "Tiny.AppHost", DateTimeOffset.UnixEpoch, "", [entry]));

        await using var program = new AppHostProgram(_root, AnyPorts);
        await program.WhenHealthyAsync();

        await survivor.WaitForExitAsync().WaitAsync(TestApp.Patience);
        program.State!.Resources.ShouldNotContain(r => r.Name == "old");
    }

    [Fact]
    public async Task Start_TwoDataRoots_RunSideBySide()
    {
        var other = Directory.CreateTempSubdirectory("apphost-").FullName;
        await using (var one = new AppHostProgram(_root, AnyPorts))
        await using (var two = new AppHostProgram(other, AnyPorts))
        {
            await Task.WhenAll(one.WhenHealthyAsync(), two.WhenHealthyAsync());

            one.State!.Resources.Select(r => r.Endpoints).ShouldNotBe(two.State!.Resources.Select(r => r.Endpoints));
        }
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public async Task Start_SameDataRoot_IsRefusedInOneLine()
    {
        await using var first = new AppHostProgram(_root, AnyPorts);
        await first.WhenHealthyAsync();

        await using var second = new AppHostProgram(_root, AnyPorts);

        (await second.WhenExitedAsync()).ShouldBe(1);
        second.Errors.ShouldBe([$"Tiny.AppHost: Another AppHost (process {first.Process.Id}) runs on the data folder '{_root}'. Stop it, or choose another folder with --DataVolumes:Root=<folder>."]);
        first.Process.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Start_TakenPort_IsRefusedInOneLine()
    {
        using var other = Take(6101);

        await using var program = new AppHostProgram(_root);

        (await program.WhenExitedAsync()).ShouldBe(1);
        program.Errors.Single().ShouldStartWith("Tiny.AppHost: Port 6101 of resource 'first' (endpoint 'http') is taken by process ");
    }

    [Fact]
    public async Task Start_UnwritableDataRoot_IsRefusedInOneLine()
    {
        await using var program = new AppHostProgram("/proc/nowhere", AnyPorts);

        (await program.WhenExitedAsync()).ShouldBe(1);
        program.Errors.Single().ShouldStartWith("Tiny.AppHost: The data folder '/proc/nowhere' cannot be written to:");
    }

    [Fact]
    public async Task Start_ResourceFails_EndsWithItsLastWords()
    {
        await using var program = new AppHostProgram(_root, AnyPorts, "--Parameters:fail=no database");

        (await program.WhenExitedAsync()).ShouldBe(1);
        program.Errors[0].ShouldBe("Tiny.AppHost: 'first' ended with exit code 3 before it was healthy.");
        program.Errors.ShouldContain("    no database");
    }

    [Fact]
    public async Task Build_WrongModel_IsRefusedInOneLine()
    {
        await using var program = new AppHostProgram(_root, AnyPorts, "--Twice=true");

        (await program.WhenExitedAsync()).ShouldBe(1);
        program.Errors.Single().ShouldStartWith("Tiny.AppHost: Cannot add resource of type 'Aspire.Hosting.ApplicationModel.ExecutableResource' with name 'sleeper'");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // When it is taken already, by a run of these tests elsewhere, it is as taken as it need be.
    private static TcpListener? Take(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
