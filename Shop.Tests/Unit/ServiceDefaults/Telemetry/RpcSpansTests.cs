using System.Diagnostics;
using Grpc.Core;
using Shop.ServiceDefaults.Telemetry;

namespace Shop.Tests.Unit.ServiceDefaults.Telemetry;

public sealed class RpcSpansTests
{
    [Fact]
    public void OnEnd_SpanOfACall_HasTheConventionsNamesAndAttributes()
    {
        using var span = End(ActivityKind.Client, StatusCode.OK);

        span.DisplayName.ShouldBe("shop.order.v1.OrderService/GetOrder");
        span.GetTagItem("rpc.system").ShouldBe("grpc");
        span.GetTagItem("rpc.service").ShouldBe("shop.order.v1.OrderService");
        span.GetTagItem("rpc.method").ShouldBe("GetOrder");
        span.GetTagItem("rpc.grpc.status_code").ShouldBe(0);
        span.GetTagItem("grpc.method").ShouldBeNull();
        span.GetTagItem("grpc.status_code").ShouldBeNull();
        span.Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Theory]
    [InlineData(ActivityKind.Client, StatusCode.NotFound, ActivityStatusCode.Error)]
    [InlineData(ActivityKind.Client, StatusCode.Unavailable, ActivityStatusCode.Error)]
    [InlineData(ActivityKind.Server, StatusCode.NotFound, ActivityStatusCode.Unset)]
    [InlineData(ActivityKind.Server, StatusCode.FailedPrecondition, ActivityStatusCode.Unset)]
    [InlineData(ActivityKind.Server, StatusCode.Unavailable, ActivityStatusCode.Error)]
    [InlineData(ActivityKind.Server, StatusCode.Internal, ActivityStatusCode.Error)]
    public void OnEnd_Status_IsAnErrorForWhomItIsOne(ActivityKind kind, StatusCode status, ActivityStatusCode expected)
    {
        using var span = End(kind, status);

        span.Status.ShouldBe(expected);
    }

    [Fact]
    public void OnEnd_AnyOtherSpan_StaysAsItIs()
    {
        using var span = new Activity("SELECT orders");
        using var processor = new RpcSpans();

        processor.OnEnd(span);

        span.DisplayName.ShouldBe("SELECT orders");
        span.TagObjects.ShouldBeEmpty();
    }

    private static Activity End(ActivityKind kind, StatusCode status)
    {
        // Only a listener gives a span its kind.
        using var source = new ActivitySource($"Shop-tests.{Guid.NewGuid()}");
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => other.Name == source.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var span = source.StartActivity("call", kind)!;
        span.SetTag("grpc.method", "/shop.order.v1.OrderService/GetOrder").SetTag("grpc.status_code", ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var processor = new RpcSpans();
        processor.OnEnd(span);
        return span;
    }
}
