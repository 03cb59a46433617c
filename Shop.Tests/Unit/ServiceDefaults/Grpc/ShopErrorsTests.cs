using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Shop.ServiceDefaults.Grpc;
using ErrorInfo = Google.Rpc.ErrorInfo;

namespace Shop.Tests.Unit.ServiceDefaults.Grpc;

/// <summary>The details are read back from their bytes by Google's own types, as a stock client has them.</summary>
public sealed class ShopErrorsTests
{
    public static TheoryData<RpcException, StatusCode, string> All => new()
    {
        { ShopErrors.InvalidArgument("lines[0].sku", "must be a SKU"), StatusCode.InvalidArgument, "INVALID_FIELD" },
        { ShopErrors.InvalidRequest("WRONG", "Wrong."), StatusCode.InvalidArgument, "WRONG" },
        { ShopErrors.NotFound("order", "o-1"), StatusCode.NotFound, "ORDER_NOT_FOUND" },
        { ShopErrors.AlreadyExists("TWICE", "Twice."), StatusCode.AlreadyExists, "TWICE" },
        { ShopErrors.FailedPrecondition("NO", "No."), StatusCode.FailedPrecondition, "NO" },
        { ShopErrors.Aborted("CHANGED", "Changed."), StatusCode.Aborted, "CHANGED" },
        { ShopErrors.ResourceExhausted("FULL", "Full."), StatusCode.ResourceExhausted, "FULL" },
        { ShopErrors.Unavailable("AWAY", "Away."), StatusCode.Unavailable, "AWAY" },
        { ShopErrors.Unauthenticated("WHO", "Who?"), StatusCode.Unauthenticated, "WHO" },
        { ShopErrors.PermissionDenied("NOT_YOU", "Not you."), StatusCode.PermissionDenied, "NOT_YOU" },
        { ShopErrors.Unimplemented("WatchStock"), StatusCode.Unimplemented, "NOT_IMPLEMENTED" },
        { ShopErrors.DeadlineExceeded(), StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED" },
        { ShopErrors.Cancelled(), StatusCode.Cancelled, "CANCELLED" },
        { ShopErrors.Internal(), StatusCode.Internal, "INTERNAL" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Error_Any_CarriesStatusAndErrorInfo(RpcException error, StatusCode code, string reason)
    {
        error.StatusCode.ShouldBe(code);
        var status = StatusOf(error);
        status.Code.ShouldBe((int)code);
        status.Message.ShouldBe(error.Status.Detail);
        var info = status.Details[0].Unpack<ErrorInfo>();
        // Field 1, which these older types of Google still call by its first name.
        info.Type.ShouldBe(reason);
        info.Domain.ShouldBe("shop");
        ShopErrors.ReasonOf(error).ShouldBe(reason);
    }

    [Fact]
    public void InvalidArgument_SeveralFields_NamesThemAll()
    {
        var error = ShopErrors.InvalidArgument([("sku", "must be a SKU"), ("quantity", "must be 1 to 999")]);

        var violations = StatusOf(error).Details[1].Unpack<BadRequest>().FieldViolations;
        violations.Select(violation => (violation.Field, violation.Description)).ShouldBe([("sku", "must be a SKU"), ("quantity", "must be 1 to 999")]);
        error.Status.Detail.ShouldBe("sku: must be a SKU; quantity: must be 1 to 999");
    }

    [Fact]
    public void InvalidArgument_ThousandsOfLongFields_TellsTheFirstInWhatAHeaderHolds()
    {
        var error = ShopErrors.InvalidArgument([.. Enumerable.Range(0, 5000).Select(i => ($"lines[{i}].sku", new string('x', 5000)))]);

        var violations = StatusOf(error).Details[1].Unpack<BadRequest>().FieldViolations;
        violations.Count.ShouldBeInRange(10, 100);
        violations[0].Field.ShouldBe("lines[0].sku");
        error.Trailers.GetValueBytes(ShopErrors.DetailsTrailer)!.Length.ShouldBeLessThan(10_000);
        error.Status.Detail.Length.ShouldBeLessThan(1100);
    }

    [Fact]
    public void NotFound_LongIdThatEndsInHalfACharacter_IsCutBetweenCharacters()
    {
        var id = StatusOf(ShopErrors.NotFound("order", new string('x', 199) + "\U0001F6D2" + new string('y', 99))).Details[0].Unpack<ErrorInfo>().Metadata["order"];

        id.ShouldBe(new string('x', 199) + "...");
    }

    [Fact]
    public void FailedPrecondition_WithFiguresAndViolations_CarriesBoth()
    {
        var status = StatusOf(ShopErrors.FailedPrecondition("OUT_OF_STOCK", "Not enough.", new Dictionary<string, string> { ["A"] = "1" }, [("A", "2 wanted, 1 available")]));

        status.Details[0].Unpack<ErrorInfo>().Metadata["A"].ShouldBe("1");
        var violation = status.Details[1].Unpack<PreconditionFailure>().Violations.ShouldHaveSingleItem();
        (violation.Type, violation.Subject, violation.Description).ShouldBe(("OUT_OF_STOCK", "A", "2 wanted, 1 available"));
    }

    [Fact]
    public void Unavailable_WithDelay_CarriesRetryInfo() =>
        StatusOf(ShopErrors.Unavailable("AWAY", "Away.", TimeSpan.FromSeconds(2))).Details[1].Unpack<RetryInfo>().RetryDelay.ShouldBe(Duration.FromTimeSpan(TimeSpan.FromSeconds(2)));

    [Fact]
    public void NotFound_Id_IsInTheMetadata() => StatusOf(ShopErrors.NotFound("order", "o-1")).Details[0].Unpack<ErrorInfo>().Metadata["order"].ShouldBe("o-1");

    [Fact]
    public void DetailOf_ForeignTrailer_IsNone()
    {
        ShopErrors.ReasonOf(new RpcException(new global::Grpc.Core.Status(StatusCode.Unknown, ""))).ShouldBeNull();
        ShopErrors.ReasonOf(new RpcException(new global::Grpc.Core.Status(StatusCode.Unknown, ""), new Metadata { { ShopErrors.DetailsTrailer, [0xFF, 0xFF] } })).ShouldBeNull();
    }

    private static Google.Rpc.Status StatusOf(RpcException error) => Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes(ShopErrors.DetailsTrailer));
}
