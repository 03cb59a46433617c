using Grpc.Core;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Identity;

/// <summary>What Identity refuses, in the words of its contract.</summary>
internal static class IdentityRefusals
{
    public static RpcException InvalidCredentials() => ShopErrors.Unauthenticated("INVALID_CREDENTIALS", "The e-mail address or the password is not right.");

    public static RpcException InvalidRefreshToken() => ShopErrors.Unauthenticated("REFRESH_TOKEN_INVALID", "The refresh token is unknown, expired or used; sign in again.");

    public static RpcException RotatedRefreshToken() => ShopErrors.Aborted("REFRESH_TOKEN_ROTATED", "Another call with this refresh token was faster; use the one that it was given.");

    public static RpcException NoSession() => ShopErrors.Unauthenticated("TOKEN_MISSING", "Neither token names a session.");

    public static RpcException InvalidLink() => ShopErrors.FailedPrecondition("LINK_INVALID", "The link is malformed, used or expired.");

    public static RpcException EtagMismatch() => ShopErrors.Aborted("ETAG_MISMATCH", "It has changed since; read it again.");

    public static RpcException ConcurrentChange() => ShopErrors.Aborted("CONCURRENT_CHANGE", "The account was changed at the same moment; try again.");

    public static RpcException LastAdmin() => ShopErrors.FailedPrecondition("LAST_ADMIN", "Nobody else could run the shop.");

    /// <summary>The token outlives its account by minutes.</summary>
    public static RpcException AccountGone() => ShopErrors.Unauthenticated("TOKEN_INVALID", "The account of this token is gone.");

    public static RpcException UserNotFound(string userId) => ShopErrors.NotFound("user", userId);

    public static RpcException AddressNotFound(string addressId) => ShopErrors.NotFound("address", addressId);

    public static RpcException TooManyAddresses() => ShopErrors.FailedPrecondition("TOO_MANY_ADDRESSES", "There are as many addresses as an account may have.");
}
