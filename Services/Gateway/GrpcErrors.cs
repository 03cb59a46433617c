using System.Globalization;
using Grpc.Core;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Gateway;

/// <summary>What the gateway itself has to say, it says as a gRPC status: a client should not have to guess from an HTTP code.</summary>
internal static class GrpcErrors
{
    public static void UseGrpcErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        await next(context);

        if (!context.Response.HasStarted && IsGrpc(context.Request) && ErrorFor(context) is { } error)
        {
            Write(context.Response, error);
        }
    });

    public static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    private static RpcException? ErrorFor(HttpContext context) => context.Features.Get<RpcException>() ?? TooMany(context) ??
        ErrorFor(StatusOf(context));

    // Of a request that could not be read to its end the server knows why; the proxy calls all of it malformed.
    private static int StatusOf(HttpContext context) => context.GetForwarderErrorFeature() switch
    {
        { } failure when AnotherTry.WasLost(failure) => StatusCodes.Status502BadGateway,
        { Exception: { } exception } when BadRequestIn(exception) is { } request => request.StatusCode,
        _ => context.Response.StatusCode,
    };

    private static BadHttpRequestException? BadRequestIn(Exception exception) => exception switch
    {
        BadHttpRequestException request => request,
        AggregateException several => several.InnerExceptions.Select(BadRequestIn).FirstOrDefault(request => request is not null),
        { InnerException: { } inner } => BadRequestIn(inner),
        _ => null,
    };

    private static RpcException? TooMany(HttpContext context) => context.Features.Get<TooManyCalls>() is { } limit
        ? ShopErrors.ResourceExhausted("TOO_MANY_CALLS", "Too many calls; wait before the next one.", limit.Wait)
        : null;

    private static RpcException? ErrorFor(int statusCode) => statusCode switch
    {
        StatusCodes.Status400BadRequest => ShopErrors.InvalidRequest("MALFORMED_REQUEST", "The request is malformed."),
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => ShopErrors.Unimplemented("This rpc"),
        StatusCodes.Status408RequestTimeout => ShopErrors.Unavailable("REQUEST_TOO_SLOW", "The request came too slowly."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => ShopErrors.ResourceExhausted("HEADERS_TOO_LARGE", "The headers are too large."),
        StatusCodes.Status413PayloadTooLarge => ShopErrors.ResourceExhausted("REQUEST_TOO_LARGE", "The request is too large."),
        StatusCodes.Status500InternalServerError => ShopErrors.Internal(),
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout =>
            ShopErrors.Unavailable("SERVICE_UNAVAILABLE", "The service does not answer at the moment.", TimeSpan.FromSeconds(1)),
        _ => null,
    };

    // Trailers-only: the status travels in the headers of an HTTP 200 without a body.
    private static void Write(HttpResponse response, RpcException error)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.ContentLength = null;
        response.Headers["grpc-status"] = ((int)error.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(error.Status.Detail);
        if (error.Trailers.GetValueBytes(ShopErrors.DetailsTrailer) is { } details)
        {
            response.Headers[ShopErrors.DetailsTrailer] = Convert.ToBase64String(details);
        }
    }
}
