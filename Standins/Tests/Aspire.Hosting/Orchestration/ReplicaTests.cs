using System.Globalization;
using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ReplicaTests
{
    [Fact]
    public async Task WithReplicas_Proxy_BalancesOverThoseThatLive()
    {
        var builder = TestApp.Create();
        var echo = builder.AddProject<Projects.Echo>("echo").WithReplicas(2).WithHttpHealthCheck("/health", endpointName: "probe");
        builder.AddExecutable("client", "env", ".").WithReference(echo).WaitFor(echo);
        await using var app = await RunningApp.StartAsync(builder);
        await app.WhenStateAsync("client", KnownResourceStates.Finished);
        var ids = app.IdsOf("echo");

        ids.ShouldAllBe(id => System.Text.RegularExpressions.Regex.IsMatch(id, "^echo-[a-z]{8}$"));
        var log = await app.LogAsync("client");
        var listed = log.Split('\n').Where(line => line.StartsWith("services__echo__http__", StringComparison.Ordinal)).ToArray();
        listed.Length.ShouldBe(2);
        listed.ShouldNotContain(line => line.EndsWith(app.GetEndpoint("echo", "http").Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

        var pids = await PidsAsync(app, "probe", HttpVersion.Version11);
        pids.Count.ShouldBe(2);
        (await PidsAsync(app, "http", HttpVersion.Version20)).SetEquals(pids).ShouldBeTrue();

        var stopped = (await app.WhenHealthyAsync(ids[0])).PidOf();
        await app.ResourceCommands.ExecuteCommandAsync(ids[0], KnownResourceCommands.StopCommand);
        (await PidsAsync(app, "probe", HttpVersion.Version11)).ShouldBe([pids.Single(pid => pid != stopped)]);
        app.ResourceNotifications.TryGetCurrentState(ids[1], out var other).ShouldBeTrue();
        other.Snapshot.State!.Text.ShouldBe(KnownResourceStates.Running);

        await app.ResourceCommands.ExecuteCommandAsync(ids[0], KnownResourceCommands.StartCommand);
        var again = (await app.WhenHealthyAsync(ids[0])).PidOf();
        (await PidsAsync(app, "probe", HttpVersion.Version11)).ShouldBe([again, other.PidOf()], ignoreOrder: true);
    }

    private static async Task<HashSet<int>> PidsAsync(DistributedApplication app, string endpoint, Version version)
    {
        var pids = new HashSet<int>();
        for (var i = 0; i < 6; i++)
        {
            // A client of its own is a connection of its own.
            using var client = new HttpClient { BaseAddress = app.GetEndpoint("echo", endpoint), DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
            pids.Add(int.Parse(await client.GetStringAsync(new Uri("/pid", UriKind.Relative)), CultureInfo.InvariantCulture));
        }
        return pids;
    }
}
