using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>The outermost interceptor: whatever a method throws leaves as an error of the shop, and nothing internal leaves with it.</summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        UnreadableRequests.MarkRead(context);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        UnreadableRequests.MarkRead(context);
        try
        {
            return await continuation(UnreadableRequests.Guard(requestStream), context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        UnreadableRequests.MarkRead(context);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        UnreadableRequests.MarkRead(context);
        try
        {
            await continuation(UnreadableRequests.Guard(requestStream), responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (context.CancellationToken.IsCancellationRequested)
        {
            // The deadline cancels the same token as the client does; which one it was decides what the client reads.
            return context.Deadline <= DateTime.UtcNow ? ShopErrors.DeadlineExceeded() : ShopErrors.Cancelled();
        }

        return exception switch
        {
            // A deadline of its own making is one of a call that this service made: see DownstreamErrors.
            ShopException { StatusCode: not (StatusCode.DeadlineExceeded or StatusCode.Cancelled) } own => own,
            // The generated base of a method that nobody has written yet.
            RpcException { StatusCode: StatusCode.Unimplemented, Status.Detail: "" } => ShopErrors.Unimplemented(context.Method[1..]),
            RpcException answer => OfDownstream(answer, context),
            RequestIdReusedException => ShopErrors.InvalidRequest(RequestIdReusedException.Reason, "This request_id was used before, with another request."),
            // Nobody cancelled the call: this process is stopping, and another replica will do it.
            OperationCanceledException => ShopErrors.Unavailable("INTERRUPTED", "The call was interrupted."),
            // A character that Postgres cannot store, U+0000: nobody but the caller can have brought it.
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
                ShopErrors.InvalidRequest("CHARACTER_NOT_ALLOWED", "A text of the request has a character that no text may have."),
            _ => OfStoreOrBug(exception, context),
        };
    }

    private RpcException OfDownstream(RpcException answer, ServerCallContext context)
    {
        if (DownstreamErrors.Translate(answer) is not { } error)
        {
            LogUnexpectedAnswer(answer, context.Method, answer.StatusCode);
            return ShopErrors.Internal();
        }

        if (error.StatusCode == StatusCode.Unavailable)
        {
            LogServiceAway(context.Method, answer.StatusCode, answer.Status.Detail);
        }

        return error;
    }

    private RpcException OfStoreOrBug(Exception exception, ServerCallContext context)
    {
        if (TransientFaults.IsTransient(exception))
        {
            LogStoreAway(context.Method, exception.GetType().Name, exception.Message);
            return ShopErrors.Unavailable("STORE_UNAVAILABLE", "A store that this call needs is away for a moment.");
        }

        LogUnhandled(exception, context.Method);
        return ShopErrors.Internal();
    }

    [LoggerMessage(LogLevel.Warning, "{Method} failed because a store is away: {ExceptionType}: {Reason}")]
    private partial void LogStoreAway(string method, string exceptionType, string reason);

    [LoggerMessage(LogLevel.Warning, "{Method} failed because a service is away: {StatusCode}: {Reason}")]
    private partial void LogServiceAway(string method, StatusCode statusCode, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} failed because a service that it called answered {StatusCode}")]
    private partial void LogUnexpectedAnswer(Exception exception, string method, StatusCode statusCode);

    [LoggerMessage(LogLevel.Error, "{Method} failed unexpectedly")]
    private partial void LogUnhandled(Exception exception, string method);
}
