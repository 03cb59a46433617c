using System.Collections.Concurrent;
using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Identities;

/// <summary>A cart that notes whom it merged, unless it is away.</summary>
internal sealed class MergingCart : CartService.CartServiceBase
{
    public ConcurrentQueue<MergeCartRequest> Merges { get; } = [];

    public bool IsAway { get; set; }

    public override Task<Cart> MergeCart(MergeCartRequest request, ServerCallContext context)
    {
        if (IsAway)
        {
            throw ShopErrors.Unavailable("STORE_UNAVAILABLE", "Away.");
        }

        Merges.Enqueue(request);
        return Task.FromResult(new Cart { OwnerId = request.CustomerOwnerId });
    }
}
