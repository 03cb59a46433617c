using Grpc.Core;
using Grpc.Core.Interceptors;
using Shop.Contracts.Identity.V1;

namespace Shop.Load;

/// <summary>Sends a session's access token with every call, renewed in time, and keeps what the gateway hands a new guest.</summary>
/// <param name="session">Whose calls they are.</param>
/// <param name="identity">Where tokens are renewed: a client without this interceptor.</param>
internal sealed class SessionInterceptor(ShopSession session, IdentityService.IdentityServiceClient identity) : Interceptor
{
    private readonly CallCredentials _credentials = CallCredentials.FromInterceptor(async (context, metadata) =>
    {
        if (await session.TokenAsync(identity, context.CancellationToken) is { } token)
        {
            metadata.Add("authorization", $"Bearer {token}");
        }
    });

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, Signed(context));
        return new AsyncUnaryCall<TResponse>(ResponseOf(call), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, Signed(context));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(Signed(context));

    private async Task<TResponse> ResponseOf<TResponse>(AsyncUnaryCall<TResponse> call)
    {
        var response = await call.ResponseAsync;
        session.Keep(await call.ResponseHeadersAsync);
        return response;
    }

    private ClientInterceptorContext<TRequest, TResponse> Signed<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class where TResponse : class =>
        new(context.Method, context.Host, context.Options.WithCredentials(_credentials));
}
