using Grpc.Core;
using Polly;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>Judges outcomes of attempts.</summary>
internal static class Verdicts
{
    public static Verdict Of(Exception? outcome, ResilienceContext context) => outcome switch
    {
        null => Verdict.Well,
        RpcException { StatusCode: StatusCode.Unavailable } => Verdict.Away,
        RpcException { StatusCode: StatusCode.DeadlineExceeded } => context.Properties.GetValue(CallTraits.Patient, defaultValue: false) ? Verdict.Away : Verdict.None,
        RpcException { StatusCode: StatusCode.Internal } => Verdict.Sick,
        RpcException { StatusCode: not StatusCode.Cancelled } => Verdict.Well,
        _ => Verdict.None,
    };
}
