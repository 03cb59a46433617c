using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Standins.Tests.Aspire.Hosting;

public sealed class StopOrderTests
{
    private readonly IDistributedApplicationBuilder _builder = TestApp.Describe();

    [Fact]
    public void Waves_Users_StopBeforeWhatTheyUse()
    {
        var password = _builder.AddParameter("password", "x").Resource;
        var server = _builder.AddResource(new TestServerResource("server", password)).WithEndpoint(targetPort: 1, name: "tcp");
        var part = _builder.AddResource(new TestPartResource("part", server.Resource));
        var service = _builder.AddExecutable("service", "true", ".").WithReference(part);
        var gateway = _builder.AddExecutable("gateway", "true", ".").WaitFor(service);

        Waves(server.Resource, service.Resource, gateway.Resource).ShouldBe(["gateway", "service", "server"]);
    }

    [Fact]
    public void Waves_CircleOfReferences_FollowsWhatIsWaitedFor()
    {
        var one = _builder.AddProject<Projects.Echo>("one");
        var two = _builder.AddProject<Projects.Echo>("two").WithReference(one).WaitFor(one);
        one.WithReference(two);

        Waves(one.Resource, two.Resource).ShouldBe(["two", "one"]);
    }

    private static string[] Waves(params IResource[] resources) => [.. StopOrder.Waves(resources).Select(wave => string.Join("+", wave.Select(r => r.Name)))];
}
