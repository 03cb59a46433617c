using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.IdentityModel.Tokens;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Security;

/// <summary>Lets a call through only when its rpc says that this caller may; an rpc that says nothing is closed to everybody.</summary>
internal sealed class AccessInterceptor(AccessRules rules, TimeProvider time) : Interceptor
{
    /// <summary>There in the request's items when its token could not be judged, as no key of Identity's has been heard of yet.</summary>
    public const string KeysAreAway = "shop.keys-are-away";

    private const string TokenExpired = "TOKEN_EXPIRED";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        return await continuation(request, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        return await continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        await WhileAllowedAsync(context, allowed => continuation(request, responseStream, allowed));
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        await WhileAllowedAsync(context, allowed => continuation(requestStream, responseStream, allowed));
    }

    private async Task WhileAllowedAsync(ServerCallContext context, Func<ServerCallContext, Task> serve)
    {
        if (AccessTime.ExpiryOf(context) is not { } expires)
        {
            await serve(context);
            return;
        }

        using var allowed = new AccessTime(context, expires, time);
        try
        {
            await serve(allowed.Context);
        }
        catch (Exception) when (allowed.IsOver)
        {
            // However the method took being cancelled.
        }

        if (allowed.IsOver)
        {
            throw ShopErrors.Unauthenticated(TokenExpired, "The token has expired; go on with a new one.");
        }
    }

    private async Task AuthorizeAsync(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        if (http.Items.ContainsKey(KeysAreAway) && rules.Of(context.Method) != Access.Public)
        {
            throw ShopErrors.Unavailable("KEYS_UNAVAILABLE", "The token cannot be checked yet.");
        }

        var caller = Caller.From(http.User);
        var hasToken = TokenAuthentication.HasToken(http);
        Authorize(context.Method, caller, hasToken, caller is null && hasToken && await HasExpiredAsync(context));
    }

    private static async Task<bool> HasExpiredAsync(ServerCallContext context) =>
        (await TokenAuthentication.AuthenticateAsync(context.GetHttpContext())).Failure is SecurityTokenExpiredException;

    /// <param name="method">The rpc as on the wire.</param>
    /// <param name="caller">Null when nobody was authenticated.</param>
    /// <param name="hasToken">Whether there was a token at all.</param>
    /// <param name="hasExpired">Whether the token was one of ours, once.</param>
    /// <exception cref="RpcException">UNAUTHENTICATED or PERMISSION_DENIED.</exception>
    internal void Authorize(string method, Caller? caller, bool hasToken, bool hasExpired = false)
    {
        var access = rules.Of(method);
        if (access == Access.Public || IsInfrastructure(method))
        {
            return;
        }

        if (caller is null)
        {
            throw hasExpired ? ShopErrors.Unauthenticated(TokenExpired, "The token has expired; get a new one.")
                : hasToken ? ShopErrors.Unauthenticated("TOKEN_INVALID", "The token is malformed or not ours.")
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
