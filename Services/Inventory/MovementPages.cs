using System.Buffers.Binary;
using System.Globalization;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Inventory;

/// <summary>Pages of the ledger: each goes on after the last movement of the one before.</summary>
internal sealed class MovementPages(Ledger ledger, PageTokens tokens)
{
    private const int Standard = 50;
    private const int Largest = 200;

    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT INVALID_PAGE_TOKEN.</exception>
    public async Task<ListMovementsResponse> ListAsync(ListMovementsRequest request, CancellationToken cancellationToken)
    {
        var size = request.PageSize == 0 ? Standard : Math.Min(request.PageSize, Largest);
        var filter = new MovementFilter(
            request.Sku.Length == 0 ? null : request.Sku,
            request.LocationId.Length == 0 ? null : request.LocationId,
            request.OrderId.Length == 0 ? null : Guid.Parse(request.OrderId));
        // One more than the page holds tells that there is another page.
        var found = await ledger.ListAsync(filter, PositionOf(request), size + 1, cancellationToken);
        var response = new ListMovementsResponse { Movements = { found.Take(size) } };
        if (found.Count > size)
        {
            response.NextPageToken = TokenAfter(request, response.Movements[^1]);
        }

        return response;
    }

    private long? PositionOf(ListMovementsRequest request)
    {
        if (request.PageToken.Length == 0)
        {
            return null;
        }

        return tokens.TryDecode(request, request.PageToken, out var bytes)
            ? BinaryPrimitives.ReadInt64BigEndian(bytes)
            : throw ShopErrors.InvalidRequest(PageTokens.InvalidReason, "The page_token is not one that this list gave out for this request.");
    }

    private string TokenAfter(ListMovementsRequest request, Movement last)
    {
        Span<byte> position = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(position, long.Parse(last.MovementId, CultureInfo.InvariantCulture));
        return tokens.Encode(request, position);
    }
}
