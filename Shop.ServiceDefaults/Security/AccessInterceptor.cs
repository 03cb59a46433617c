using Grpc.Core;
using Grpc.Core.Interceptors;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Security;

/// <summary>Lets a call through only when its rpc says that this caller may; an rpc that says nothing is closed to everybody.</summary>
internal sealed class AccessInterceptor(AccessRules rules) : Interceptor
{
    /// <summary>There in the request's items when its token could not be judged, as no key of Identity's has been heard of yet.</summary>
    public const string KeysAreAway = "shop.keys-are-away";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Authorize(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Authorize(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Authorize(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Authorize(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Authorize(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        if (http.Items.ContainsKey(KeysAreAway) && rules.Of(context.Method) != Access.Public)
        {
            throw ShopErrors.Unavailable("KEYS_UNAVAILABLE", "The token cannot be checked yet.");
        }

        Authorize(context.Method, Caller.From(http.User), context.RequestHeaders.Get("authorization") is not null);
    }

    /// <param name="method">The rpc as on the wire.</param>
    /// <param name="caller">Null when nobody was authenticated.</param>
    /// <param name="hasToken">Whether there was a token at all.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED or PERMISSION_DENIED.</exception>
    internal void Authorize(string method, Caller? caller, bool hasToken)
    {
        var access = rules.Of(method);
        if (access == Access.Public || IsInfrastructure(method))
        {
            return;
        }

        if (caller is null)
        {
            throw hasToken
                ? ShopErrors.Unauthenticated("TOKEN_INVALID", "The token is malformed, expired or not ours.")
                : ShopErrors.Unauthenticated("TOKEN_MISSING", "This call needs a token.");
        }

        if (!IsAllowed(access, caller.Role))
        {
            throw ShopErrors.PermissionDenied("ROLE_NOT_ALLOWED", $"A {caller.Role} may not call this.");
        }
    }

    private static bool IsAllowed(Access access, string role) => access switch
    {
        Access.Caller => role is Roles.Guest or Roles.Customer or Roles.Admin,
        Access.Customer => role is Roles.Customer or Roles.Admin,
        Access.Admin => role == Roles.Admin,
        Access.Service => role == Roles.Service,
        _ => false,
    };

    // Health and reflection describe the service and reveal nothing of the shop; they are mapped by us, not by the protos.
    private static bool IsInfrastructure(string method) =>
        method.StartsWith("/grpc.health.v1.", StringComparison.Ordinal) || method.StartsWith("/grpc.reflection.", StringComparison.Ordinal);
}
