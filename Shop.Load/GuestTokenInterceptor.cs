using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Shop.Load;

/// <summary>Keeps the guest token that the gateway hands out on the first call, and sends it with every later one.</summary>
public sealed class GuestTokenInterceptor : Interceptor
{
    private const string TokenHeader = "shop-guest-token";

    /// <summary>The token; null before the first call that needed one.</summary>
    public string? Token { get; set; }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, WithToken(context));
        return new AsyncUnaryCall<TResponse>(ResponseOf(call), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithToken(context));

    private async Task<TResponse> ResponseOf<TResponse>(AsyncUnaryCall<TResponse> call)
    {
        var response = await call.ResponseAsync;
        if (Token is null)
        {
            Token = (await call.ResponseHeadersAsync).GetValue(TokenHeader);
        }

        return response;
    }

    private ClientInterceptorContext<TRequest, TResponse> WithToken<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class where TResponse : class
    {
        if (Token is null)
        {
            return context;
        }

        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? [])
        {
            headers.Add(entry);
        }

        headers.Add("authorization", $"Bearer {Token}");
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
