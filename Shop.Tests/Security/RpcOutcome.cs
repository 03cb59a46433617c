using Google.Protobuf;
using Grpc.Core;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Security;

/// <summary>How a call ended.</summary>
/// <param name="Code">Its status.</param>
/// <param name="Reason">The reason of its ErrorInfo; null when it has none.</param>
/// <param name="Detail">What the status says.</param>
/// <param name="Answer">What it answered; null for a stream that has begun.</param>
internal sealed record RpcOutcome(StatusCode Code, string? Reason, string Detail, IMessage? Answer)
{
    public static RpcOutcome Ok(IMessage? answer) => new(StatusCode.OK, Reason: null, "", answer);

    public static RpcOutcome Of(RpcException exception) => new(exception.StatusCode, ShopErrors.ReasonOf(exception), exception.Status.Detail, Answer: null);

    public override string ToString() => Reason is null ? $"{Code}" : $"{Code} {Reason}";
}
