using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Standins.Tests.Aspire.Hosting.Testing;

public sealed class TestingBuilderTests
{
    [Fact]
    public async Task CreateAsync_AppHost_RunsAsDescribed()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Tiny_AppHost>().WaitAsync(TestApp.Patience);
        builder.Resources.Select(r => r.Name).ShouldBe(["token", "fail", "first", "second", "sleeper"]);
        builder.AppHostDirectory.ShouldBe(Projects.Tiny_AppHost.ProjectPath);
        builder.Resources.Remove(builder.Resources.Single(r => r.Name == "second"));
        string root;
        await using (var app = await builder.BuildAsync().WaitAsync(TestApp.Patience))
        {
            Should.Throw<InvalidOperationException>(() => app.GetEndpoint("first"));
            await app.StartAsync().WaitAsync(TestApp.Patience);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("first").WaitAsync(TestApp.Patience);
            using var client = app.CreateHttpClient("first", "probe");

            (await client.GetAsync(new Uri("/health", UriKind.Relative))).EnsureSuccessStatusCode();
            client.BaseAddress!.Port.ShouldNotBe(6201);
            root = builder.Configuration["DataVolumes:Root"]!;
            File.Exists(Path.Combine(root, "secrets.json")).ShouldBeTrue();
            Should.Throw<ArgumentException>(() => app.GetEndpoint("nobody"));
            Should.Throw<ArgumentException>(() => app.GetEndpoint("first", "nothing"));
        }
        Directory.Exists(root).ShouldBeFalse();
    }

    [Fact]
    public async Task CreateAsync_Arguments_ReachTheAppHost()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Tiny_AppHost>(["--DcpPublisher:RandomizePorts=false", "--Parameters:token=mine"]).WaitAsync(TestApp.Patience);

        builder.Configuration["DcpPublisher:RandomizePorts"].ShouldBe("false");
        (await ((ParameterResource)builder.Resources.Single(r => r.Name == "token")).GetValueAsync(CancellationToken.None)).ShouldBe("mine");
    }

    [Fact]
    public async Task CreateAsync_AppHostFails_ThrowsWhatItThrew()
    {
        var failure = await Should.ThrowAsync<DistributedApplicationException>(() =>
            DistributedApplicationTestingBuilder.CreateAsync<Projects.Tiny_AppHost>(["--Twice=true"]).WaitAsync(TestApp.Patience));

        failure.Message.ShouldContain("'sleeper'");
    }

    [Fact]
    public async Task GetConnectionString_Server_IsWhatItsUsersGet()
    {
        var builder = TestApp.Create();
        builder.AddConnectionString("legacy");
        builder.Configuration["ConnectionStrings:legacy"] = "Server=old";
        await using var app = await RunningApp.StartAsync(builder);

        (await app.GetConnectionStringAsync("legacy")).ShouldBe("Server=old");
    }
}
