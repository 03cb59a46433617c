using Grpc.Core;

namespace Standins.Tests.GrpcCore;

public sealed class StatusTests
{
    [Fact]
    public void ToString_WithAndWithoutDebugException_SaysAllThereIs()
    {
        new Status(StatusCode.NotFound, "no such order").ToString().ShouldBe("Status(StatusCode=\"NotFound\", Detail=\"no such order\")");
        new Status(StatusCode.Unavailable, "away", new InvalidOperationException("why")).ToString()
            .ShouldBe("Status(StatusCode=\"Unavailable\", Detail=\"away\", DebugException=\"System.InvalidOperationException: why\")");
    }

    [Fact]
    public void Defaults_AreOkAndCancelled()
    {
        Status.DefaultSuccess.StatusCode.ShouldBe(StatusCode.OK);
        Status.DefaultSuccess.Detail.ShouldBeEmpty();
        Status.DefaultCancelled.StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public void StatusCode_HasTheNumbersOfTheWire() =>
        Enum.GetValues<StatusCode>().Select(code => (int)code).ShouldBe(Enumerable.Range(0, 17));

    [Fact]
    public void RpcException_OfAStatus_HasItsMessageAndNoTrailers()
    {
        var inner = new InvalidOperationException("why");
        var status = new Status(StatusCode.Internal, "broken", inner);
        var exception = new RpcException(status);

        exception.Message.ShouldBe(status.ToString());
        exception.StatusCode.ShouldBe(StatusCode.Internal);
        exception.InnerException.ShouldBeSameAs(inner);
        exception.Trailers.ShouldBeEmpty();
    }

    [Fact]
    public void RpcException_WithTrailersAndMessage_HasBoth()
    {
        Metadata trailers = new() { { "reason", "PRICE_CHANGED" } };
        var exception = new RpcException(new(StatusCode.FailedPrecondition, "changed"), trailers, "The price is another.");

        exception.Trailers.ShouldBeSameAs(trailers);
        exception.Message.ShouldBe("The price is another.");
        Should.Throw<ArgumentNullException>(() => new RpcException(Status.DefaultCancelled, (Metadata)null!));
    }
}
