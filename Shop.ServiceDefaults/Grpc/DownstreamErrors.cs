using Grpc.Core;
using Shop.Contracts.Rpc;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>What a service that this one called has answered, in the terms of this one's own caller.</summary>
internal static class DownstreamErrors
{
    /// <summary>
    /// Refusals that speak of the business pass, with their details and nothing else. One that is away or late is UNAVAILABLE: repeating
    /// helps. Null for everything else: who this service is, what it may do and what it does not understand is between the two.
    /// </summary>
    public static RpcException? Translate(RpcException answer) => answer.StatusCode switch
    {
        // Of a stream, which no pipeline has seen.
        _ when LostConnections.IsLost(answer) => Away(LostConnections.Reason, answer),
        StatusCode.Unavailable => Away(ShopErrors.ReasonOf(answer) ?? "SERVICE_UNAVAILABLE", answer),
        StatusCode.DeadlineExceeded => Away("SERVICE_TIMED_OUT", answer),
        StatusCode.Cancelled => Away("SERVICE_UNAVAILABLE", answer),
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.FailedPrecondition or StatusCode.Aborted
            or StatusCode.OutOfRange or StatusCode.ResourceExhausted => Refusal(answer),
        _ => null,
    };

    private static RpcException Away(string reason, RpcException answer) =>
        ShopErrors.Unavailable(reason, "A service that this call needs does not answer at the moment.", ShopErrors.DetailOf<RetryInfo>(answer)?.RetryDelay?.ToTimeSpan());

    // Without details of ours it is not the service that refused, but something on the way: a size limit, a proxy.
    private static ShopException? Refusal(RpcException answer) =>
        ShopErrors.ReasonOf(answer) is null ? null : new ShopException(new(answer.StatusCode, answer.Status.Detail), new Metadata { { ShopErrors.DetailsTrailer, answer.Trailers.GetValueBytes(ShopErrors.DetailsTrailer)! } });
}
