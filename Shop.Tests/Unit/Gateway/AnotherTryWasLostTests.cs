using Shop.Gateway;
using Yarp.ReverseProxy.Forwarder;

namespace Shop.Tests.Unit.Gateway;

public sealed class AnotherTryWasLostTests
{
    private static readonly HttpRequestException ReplicaGone = new(HttpRequestError.ResponseEnded, "The response ended prematurely.");

    [Fact]
    public void WasLost_ReplicaGoneWhileTheRequestWasPassedOn_IsTrue() =>
        AnotherTry.WasLost(new Failure(ForwarderError.RequestBodyClient, new AggregateException(new OperationCanceledException(), ReplicaGone))).ShouldBeTrue();

    [Fact]
    public void WasLost_ClientGoneWhileTheRequestWasPassedOn_IsFalse()
    {
        AnotherTry.WasLost(new Failure(ForwarderError.RequestBodyClient, new IOException("The client hung up."))).ShouldBeFalse();
        AnotherTry.WasLost(new Failure(ForwarderError.RequestBodyClient, new AggregateException(new IOException("The client hung up."), new OperationCanceledException()))).ShouldBeFalse();
    }

    [Fact]
    public void WasLost_ReplicaGoneBeforeItAnswered_IsTrue() => AnotherTry.WasLost(new Failure(ForwarderError.Request, ReplicaGone)).ShouldBeTrue();

    private sealed record Failure(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
}
