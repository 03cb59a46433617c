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
    public static Caller? From(ClaimsPrincipal? user)
    {
        if (user?.Identity?.IsAuthenticated != true)
        {
            return null;
        }

        // Once through the claims: this is done for every call.
        string? id = null, role = null, session = null;
        foreach (var claim in user.Claims)
        {
            switch (claim.Type)
            {
                case TokenClaims.Subject: id ??= claim.Value; break;
                case TokenClaims.Role: role ??= claim.Value; break;
                case TokenClaims.Session: session ??= claim.Value; break;
            }
        }

        return id is { Length: > 0 } && role is { Length: > 0 } ? new Caller(id, role) { SessionId = session } : null;
    }
}
