using Grpc.Core;
using Grpc.Core.Interceptors;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>
/// Gives an outgoing call the token that its rpc demands: the service's own for rpcs that only services may call, else the token of
/// whoever this service is just serving.
/// </summary>
internal sealed class TokenInterceptor(AccessRules rules, ServiceToken serviceToken, IncomingCall incoming) : Interceptor
{
    private const string Header = "authorization";

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithToken(context));

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithToken(context));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithToken(context));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithToken(context));

    private ClientInterceptorContext<TRequest, TResponse> WithToken<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class where TResponse : class
    {
        var token = rules.Of(context.Method.FullName) == Access.Service ? $"Bearer {serviceToken.Value}" : incoming.Authorization;
        if (token is null || context.Options.Headers?.Get(Header) is not null)
        {
            return context;
        }

        // The metadata is the caller's, who may use it again.
        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? [])
        {
            headers.Add(entry);
        }

        headers.Add(Header, token);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
