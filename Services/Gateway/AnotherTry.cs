using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Shop.Gateway;

/// <summary>
/// A request that its replica did not get is sent to another one, and so is one whose replica was lost before it answered, when
/// doing it twice is doing it once: it reads, or it carries a request_id. Nobody notices a replica that is killed. Where replicas
/// share an address, the next connection to it reaches another one; a service that is just starting is waited for a little.
/// </summary>
internal static class AnotherTry
{
    // In all under two seconds: then UNAVAILABLE with a RetryInfo is the better answer.
    private const int MaxTries = 6;
    private const int BufferThreshold = 64 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    public static void UseAnotherTry(this IReverseProxyApplicationBuilder proxy) => proxy.Use(async (context, next) =>
    {
        var rpc = ShopRoutes.RepeatableIn(context);
        if (rpc != Repeatable.Never)
        {
            context.Request.EnableBuffering(BufferThreshold);
        }

        var feature = context.GetReverseProxyFeature();
        // Balancing leaves only its choice there.
        var left = feature.AvailableDestinations;
        await next(context);
        for (var tries = 1; tries < MaxTries && await MayTryAgainAsync(context, rpc); tries++)
        {
            left = [.. left.Where(replica => replica != feature.ProxiedDestination)];
            if (left.Count == 0)
            {
                // All of them: one that was found dead a moment ago may be back before its next probe, when the last of the others goes.
                left = feature.AllDestinations;
                await Task.Delay(FirstPause * Math.Pow(2, tries - 1) * (1 + Random.Shared.NextDouble()), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Reset(context, feature, left);
            await next(context);
        }
    });

    private static async Task<bool> MayTryAgainAsync(HttpContext context, Repeatable rpc) =>
        context is { Response.HasStarted: false, RequestAborted.IsCancellationRequested: false }
        && context.GetForwarderErrorFeature() is { } failure
        && (WasNeverSent(failure) || (WasLost(failure) && (rpc == Repeatable.Always || (rpc == Repeatable.WithRequestId && await GrpcFrame.HasFirstFieldAsync(context.Request.Body, context.RequestAborted)))));

    // Without a connection nothing has been read of the request and nothing been done: it is safe for any call.
    private static bool WasNeverSent(IForwarderErrorFeature failure) =>
        failure is { Error: ForwarderError.Request, Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } };

    /// <summary>
    /// Whether the replica went away before it answered. When it does so while the request is still being passed on, the reading of the
    /// request is broken off as well, which the proxy then reports as the client's fault. It is the client's when the reading failed by itself.
    /// </summary>
    internal static bool WasLost(IForwarderErrorFeature failure) => failure switch
    {
        { Error: ForwarderError.Request or ForwarderError.RequestTimedOut or ForwarderError.RequestBodyDestination } => true,
        { Error: ForwarderError.RequestBodyClient, Exception: AggregateException both } =>
            both.InnerExceptions.Any(exception => exception is HttpRequestException) && both.InnerExceptions.All(exception => exception is HttpRequestException or OperationCanceledException),
        _ => false,
    };

    private static void Reset(HttpContext context, IReverseProxyFeature feature, IReadOnlyList<DestinationState> replicas)
    {
        feature.AvailableDestinations = replicas;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.StatusCode = StatusCodes.Status200OK;
        if (context.Request.Body.CanSeek)
        {
            context.Request.Body.Position = 0;
        }
    }
}
