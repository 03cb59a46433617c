using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

public sealed class ProjectEndpointTests
{
    private const string LaunchSettings = """
        { // comments are allowed
          "profiles": {
            "IIS": { "commandName": "IISExpress", "applicationUrl": "http://localhost:1" },
            "http": { "commandName": "Project", "applicationUrl": "http://localhost:5300", "environmentVariables": { "DOTNET_ENVIRONMENT": "Staging" } },
            "https": { "commandName": "Project", "applicationUrl": "https://localhost:7300;http://localhost:5300;http://localhost:5301" },
          }
        }
        """;

    private const string Kestrel = """
        { "Kestrel": { "Endpoints": {
            "http": { "Url": "http://localhost:5101", "Protocols": "Http2" },
            "probe": { "Url": "http://*:5201", "Protocols": "Http1" } } } }
        """;

    [Fact]
    public void AddProject_NoSettings_HasNoEndpoints() => Describe(new TemporaryProject()).ShouldBeEmpty();

    [Fact]
    public void AddProject_LaunchSettings_TakesTheFirstProfileThatStartsAProgram() =>
        Describe(new TemporaryProject(LaunchSettings)).ShouldBe(["http http http 5300"]);

    [Fact]
    public void AddProject_NamedProfile_NamesEndpointsBySchemeAndCount() =>
        Describe(new TemporaryProject(LaunchSettings), (b, path) => b.AddProject("some", path, "https"))
            .ShouldBe(["http http http 5300", "http2 http http 5301", "https https http 7300"]);

    [Fact]
    public void AddProject_ProfileNameNull_HasNoProfile() =>
        Describe(new TemporaryProject(LaunchSettings), (b, path) => b.AddProject("some", path, launchProfileName: null)).ShouldBeEmpty();

    [Fact]
    public void AddProject_UnknownProfile_Throws() =>
        Should.Throw<DistributedApplicationException>(() => Describe(new TemporaryProject(LaunchSettings), (b, path) => b.AddProject("some", path, "other"))).Message.ShouldContain("'other'");

    [Fact]
    public void AddProject_AppHostsProfile_IsTakenByItsName()
    {
        using var project = new TemporaryProject(LaunchSettings);
        var builder = TestApp.Describe("--AppHost:DefaultLaunchProfileName=https");

        Endpoints(builder.AddProject("some", project.Path)).ShouldContain("https https http 7300");
    }

    [Fact]
    public void AddProject_KestrelEndpoints_ReplaceThoseOfTheProfile() =>
        Describe(new TemporaryProject(LaunchSettings, Kestrel)).ShouldBe(["http http http2 5101", "probe http http 5201"]);

    [Fact]
    public void AddProject_KestrelEndpointsExcluded_TakesTheProfiles() =>
        Describe(new TemporaryProject(LaunchSettings, Kestrel), (b, path) => b.AddProject("some", path, options => options.ExcludeKestrelEndpoints = true))
            .ShouldBe(["http http http 5300"]);

    [Fact]
    public void AddProject_Http2ByDefault_MakesTheProfilesEndpointsHttp2() =>
        Describe(new TemporaryProject(LaunchSettings, """{ "Kestrel": { "EndpointDefaults": { "Protocols": "Http2" } } }""")).ShouldBe(["http http http2 5300"]);

    [Fact]
    public void AddProject_Published_HasKestrelPortsAsTargetPorts()
    {
        using var project = new TemporaryProject(appSettings: Kestrel);
        var builder = TestApp.Describe("--publisher", "manifest");

        var endpoints = builder.AddProject("some", project.Path).Resource.Annotations.OfType<EndpointAnnotation>().ToArray();

        endpoints.Select(e => (e.Port, e.TargetPort)).ShouldBe([(null, 5101), (null, 5201)]);
    }

    [Fact]
    public void AddProject_MissingFile_Throws() =>
        Should.Throw<DistributedApplicationException>(() => TestApp.Describe().AddProject("some", "nowhere/Some.csproj")).Message.ShouldContain("does not exist");

    [Fact]
    public async Task AddProject_ProfilesEnvironment_IsTheProjects()
    {
        using var project = new TemporaryProject(LaunchSettings);
        var builder = TestApp.Describe();
        var some = builder.AddProject("some", project.Path);
        TestApp.Allocate(some.Resource, "http", 5300);

        var environment = await builder.EnvironmentOfAsync(some.Resource, new ReplicaContext("some", "abcdefgh", new Dictionary<string, int> { ["http"] = 5300 }));

        environment["DOTNET_ENVIRONMENT"].ShouldBe("Staging");
        environment["DOTNET_LAUNCH_PROFILE"].ShouldBe("http");
        environment["ASPNETCORE_URLS"].ShouldBe("http://localhost:5300");
    }

    private static string[] Describe(TemporaryProject project, Func<IDistributedApplicationBuilder, string, IResourceBuilder<ProjectResource>>? add = null)
    {
        using (project)
        {
            return Endpoints((add ?? ((builder, path) => builder.AddProject("some", path)))(TestApp.Describe(), project.Path));
        }
    }

    private static string[] Endpoints(IResourceBuilder<ProjectResource> project) =>
        [.. project.Resource.Annotations.OfType<EndpointAnnotation>().Select(e => $"{e.Name} {e.UriScheme} {e.Transport} {e.Port}").Order(StringComparer.Ordinal)];
}
