using System.Security.Claims;
using Grpc.Core;

namespace Shop.ServiceDefaults.Security;

/// <summary>Who calls: what the token says, and nothing the caller could have written into the request.</summary>
/// <param name="Id">The token's subject: the id of the guest, the customer, the administrator, or the service's name.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
public sealed record Caller(string Id, string Role)
{
    /// <summary>The session that the token belongs to, a UUID; null for a service.</summary>
    public string? SessionId { get; init; }

    public bool IsService => Role == Roles.Service;

    public bool IsAdmin => Role == Roles.Admin;

    /// <summary>The caller of a gRPC method.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED, reason TOKEN_MISSING: the rpc is public and nobody in particular calls.</exception>
    public static Caller Of(ServerCallContext context) =>
        From(context.GetHttpContext().User) ?? throw Grpc.ShopErrors.Unauthenticated("TOKEN_MISSING", "This call needs a token.");

    /// <summary>The caller that an authenticated principal stands for; null when nobody was authenticated.</summary>
    public static Caller? From(ClaimsPrincipal? user) =>
        user?.Identity?.IsAuthenticated == true && user.FindFirst(TokenClaims.Subject)?.Value is { Length: > 0 } id && user.FindFirst(TokenClaims.Role)?.Value is { Length: > 0 } role
            ? new Caller(id, role) { SessionId = user.FindFirst(TokenClaims.Session)?.Value }
            : null;
}
