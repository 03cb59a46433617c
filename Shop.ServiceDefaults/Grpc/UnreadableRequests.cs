using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>
/// A request that is no message of its rpc is the client's fault. The server finds it before any interceptor runs and calls it INTERNAL or
/// UNKNOWN, which are ours; so what failed like that without having reached an interceptor leaves as INVALID_ARGUMENT, reason MALFORMED_REQUEST.
/// </summary>
internal static partial class UnreadableRequests
{
    /// <summary>The log of gRPC's own, which tells of every unreadable request as of an error, and of nothing else that <see cref="ErrorInterceptor"/> has not told.</summary>
    public const string ServerLog = "Grpc.AspNetCore.Server.ServerCallHandler";

    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private static readonly object Read = new();

    /// <summary>Notes that the request of a unary call was read.</summary>
    public static void MarkRead(ServerCallContext call) => call.UserState[Read] = Read;

    /// <summary>Has the streams of clients say the same of themselves: there the requests are read by the method.</summary>
    public static IAsyncStreamReader<TRequest> Guard<TRequest>(IAsyncStreamReader<TRequest> requests) => new Guarded<TRequest>(requests);

    public static void UseUnreadableRequests(this WebApplication app) => app.Use(async (context, next) =>
    {
        await next(context);

        if (!context.Items.ContainsKey(Read) && context.Response.ContentType == "application/grpc" && TrailersOf(context) is { } trailers && IsServersFault(trailers[StatusHeader]))
        {
            LogUnreadable(app.Logger, context.Request.Path, trailers[MessageHeader]);
            Write(trailers, Malformed());
        }
    });

    private static bool IsServersFault(string? status) => status is "2" or "13";

    private static RpcException Malformed() => ShopErrors.InvalidRequest("MALFORMED_REQUEST", "The request is no message of this rpc.");

    // Before anything is answered they are headers.
    private static IHeaderDictionary? TrailersOf(HttpContext context) =>
        context.Response.HasStarted ? context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : context.Response.Headers;

    private static void Write(IHeaderDictionary trailers, RpcException error)
    {
        trailers[StatusHeader] = ((int)error.StatusCode).ToString(CultureInfo.InvariantCulture);
        trailers[MessageHeader] = Uri.EscapeDataString(error.Status.Detail);
        trailers[ShopErrors.DetailsTrailer] = Convert.ToBase64String(error.Trailers.GetValueBytes(ShopErrors.DetailsTrailer)!);
    }

    [LoggerMessage(LogLevel.Information, "A request for {Rpc} could not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, PathString rpc, string? reason);

    private sealed class Guarded<TRequest>(IAsyncStreamReader<TRequest> requests) : IAsyncStreamReader<TRequest>
    {
        public TRequest Current => requests.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            try
            {
                return await requests.MoveNext(cancellationToken);
            }
            catch (Exception exception) when (exception is InvalidProtocolBufferException or RpcException { StatusCode: StatusCode.Internal or StatusCode.Unknown })
            {
                throw Malformed();
            }
            catch (RpcException exception) when (exception is { StatusCode: StatusCode.ResourceExhausted } and not ShopException)
            {
                // The server's limit of a message.
                throw ShopErrors.ResourceExhausted("REQUEST_TOO_LARGE", "A message of the request is too large.");
            }
        }
    }
}
