using System.Text;
using Google.Protobuf;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>Where a page ended: the last row's sort key, as Postgres writes it, and its id.</summary>
internal sealed record PagePosition(string Key, Guid Id)
{
    private const int IdLength = 16;

    /// <summary>The position that a request continues at; null when it has no token.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT INVALID_PAGE_TOKEN.</exception>
    public static PagePosition? Of<TRequest>(PageTokens tokens, TRequest request, string pageToken) where TRequest : IMessage<TRequest>
    {
        if (pageToken.Length == 0)
        {
            return null;
        }

        return tokens.TryDecode(request, pageToken, out var bytes)
            ? new PagePosition(Encoding.UTF8.GetString(bytes.AsSpan(IdLength)), new Guid(bytes.AsSpan(0, IdLength), bigEndian: true))
            : throw ShopErrors.InvalidRequest(PageTokens.InvalidReason, "The page_token is not one that this list gave out for this request.");
    }

    public string ToToken<TRequest>(PageTokens tokens, TRequest request) where TRequest : IMessage<TRequest> =>
        tokens.Encode(request, [.. Id.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(Key)]);
}
