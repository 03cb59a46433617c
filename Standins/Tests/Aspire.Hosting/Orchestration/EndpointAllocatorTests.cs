using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Standins.Tests.Aspire.Hosting;

public sealed class EndpointAllocatorTests
{
    private const string Fixed = "--DcpPublisher:RandomizePorts=false";

    [Fact]
    public void Allocate_OneReplica_ListensOnThePublicPortItself()
    {
        var ports = Allocate(Fixed, endpoint => endpoint.Port = 11_811);

        ports.Public.ShouldBe(11_811);
        ports.Targets.ShouldBe([11_811]);
        ports.NeedsProxy.ShouldBeFalse();
    }

    [Fact]
    public void Allocate_Randomized_IgnoresTheFixedPort() => Allocate("--DcpPublisher:RandomizePorts=true", endpoint => endpoint.Port = 11_812).Public.ShouldNotBe(11_812);

    [Fact]
    public void Allocate_Replicas_HavePortsOfTheirOwnBehindAProxy()
    {
        var ports = Allocate(Fixed, endpoint => endpoint.Port = 11_813, replicas: 3);

        ports.Public.ShouldBe(11_813);
        ports.Targets.Append(11_813).Distinct().Count().ShouldBe(4);
        ports.NeedsProxy.ShouldBeTrue();
        ports.Endpoint.AllocatedEndpoint!.ReplicaPorts.ShouldBe(ports.Targets);
    }

    [Fact]
    public void Allocate_TargetPortAlone_IsPublicToo()
    {
        var ports = Allocate(Fixed, endpoint => (endpoint.Port, endpoint.TargetPort) = (null, 11_814));

        (ports.Public, ports.NeedsProxy).ShouldBe((11_814, false));
    }

    [Fact]
    public void Allocate_TargetPortDiffers_NeedsAProxy()
    {
        var ports = Allocate(Fixed, endpoint => (endpoint.Port, endpoint.TargetPort) = (11_815, 11_816));

        (ports.Public, ports.Targets[0], ports.NeedsProxy).ShouldBe((11_815, 11_816, true));
    }

    [Fact]
    public void Allocate_ReplicasWithTargetPort_Throws() =>
        Should.Throw<DistributedApplicationException>(() => Allocate(Fixed, endpoint => endpoint.TargetPort = 11_817, replicas: 2)).Message.ShouldContain("multiple replicas");

    [Fact]
    public void Allocate_SamePortTwice_NamesBoth()
    {
        var builder = TestApp.Describe(Fixed);
        var allocator = new EndpointAllocator(new AppHostSettings(builder, new DistributedApplicationOptions { DisableDashboard = true }, isIntercepted: true));
        allocator.Allocate(builder.AddExecutable("one", "true", ".").WithHttpEndpoint(port: 11_818).Resource, 1, hasOwnPorts: false);
        var two = builder.AddExecutable("two", "true", ".").WithHttpEndpoint(port: 11_818).Resource;

        Should.Throw<DistributedApplicationException>(() => allocator.Allocate(two, 1, hasOwnPorts: false)).Message.ShouldStartWith("Resources 'one' and 'two' both want port 11818.");
    }

    [Fact]
    public void Allocate_TakenPort_SaysByWhomAndWhatToDo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var message = Should.Throw<DistributedApplicationException>(() => Allocate(Fixed, endpoint => endpoint.Port = port)).Message;

        message.ShouldStartWith($"Port {port} of resource 'some' (endpoint 'http') is taken by process {Environment.ProcessId} (");
        message.ShouldEndWith("Stop that program, or start with --DcpPublisher:RandomizePorts=true.");
    }

    private static EndpointPorts Allocate(string argument, Action<EndpointAnnotation> configure, int replicas = 1)
    {
        var builder = TestApp.Describe(argument);
        var some = builder.AddExecutable("some", "true", ".").WithHttpEndpoint().WithEndpoint("http", configure);
        return new EndpointAllocator(new AppHostSettings(builder, new DistributedApplicationOptions { DisableDashboard = true }, isIntercepted: true)).Allocate(some.Resource, replicas, hasOwnPorts: false).Single();
    }
}
