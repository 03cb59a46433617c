using System.Security.Cryptography;
using Google.Protobuf;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>Which request this is: the same key is the same request, tried again.</summary>
/// <param name="Scope">The rpc, e.g. <c>shop.order.v1.OrderService/PlaceOrder</c>.</param>
/// <param name="Caller">Whose request it is, so that nobody meets another's ids: the subject of the token.</param>
/// <param name="RequestId">The caller's id of it, up to 128 characters.</param>
/// <param name="Fingerprint">SHA-256 of the whole request.</param>
public sealed record RequestKey(string Scope, string Caller, string RequestId, byte[] Fingerprint)
{
    /// <summary>The key of a request as it came in.</summary>
    public static RequestKey Of(string scope, string caller, string requestId, IMessage request) =>
        new(scope, caller, requestId, SHA256.HashData(request.ToByteArray()));

    internal bool IsSame(ReadOnlySpan<byte> fingerprint) => fingerprint.SequenceEqual(Fingerprint);
}
