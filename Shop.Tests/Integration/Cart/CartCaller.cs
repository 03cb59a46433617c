using Grpc.Core;
using Grpc.Net.Client;
using Shop.Contracts.Cart.V1;

namespace Shop.Tests.Integration.Carts;

/// <summary>Somebody with a token and a connection to a replica of Cart.</summary>
internal sealed class CartCaller(Uri address, string id, string token) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);
    private readonly Metadata _headers = new() { { "authorization", $"Bearer {token}" } };

    public string Id => id;

    public Task<Cart> GetAsync(bool markSeen = false) => Ask(cart => cart.GetCartAsync(new GetCartRequest { MarkSeen = markSeen }, Options));

    public Task<Cart> AddAsync(string sku, int quantity = 1, string? requestId = null, string etag = "") =>
        Ask(cart => cart.AddItemAsync(new AddItemRequest { RequestId = requestId ?? NewId(), Sku = sku, Quantity = quantity, Etag = etag }, Options));

    public Task<Cart> SetAsync(string sku, int quantity, string? requestId = null, string etag = "") =>
        Ask(cart => cart.SetQuantityAsync(new SetQuantityRequest { RequestId = requestId ?? NewId(), Sku = sku, Quantity = quantity, Etag = etag }, Options));

    public Task<Cart> RemoveAsync(string sku, bool saved = false, string? requestId = null, string etag = "") =>
        Ask(cart => cart.RemoveItemAsync(new RemoveItemRequest { RequestId = requestId ?? NewId(), Sku = sku, Saved = saved, Etag = etag }, Options));

    public Task<Cart> ClearAsync(string? requestId = null, string etag = "") =>
        Ask(cart => cart.ClearCartAsync(new ClearCartRequest { RequestId = requestId ?? NewId(), Etag = etag }, Options));

    public Task<Cart> SaveAsync(string sku, string? requestId = null, string etag = "") =>
        Ask(cart => cart.SaveForLaterAsync(new SaveForLaterRequest { RequestId = requestId ?? NewId(), Sku = sku, Etag = etag }, Options));

    public Task<Cart> MoveAsync(string sku, string? requestId = null, string etag = "") =>
        Ask(cart => cart.MoveToCartAsync(new MoveToCartRequest { RequestId = requestId ?? NewId(), Sku = sku, Etag = etag }, Options));

    public Task<Cart> MergeAsync(string guest, string customer, string? requestId = null) =>
        Ask(cart => cart.MergeCartAsync(new MergeCartRequest { RequestId = requestId ?? NewId(), GuestOwnerId = guest, CustomerOwnerId = customer }, Options));

    public static string NewId() => Guid.CreateVersion7().ToString();

    public void Dispose() => _channel.Dispose();

    private CallOptions Options => new(_headers, deadline: DateTime.UtcNow.AddSeconds(30));

    private Task<Cart> Ask(Func<CartService.CartServiceClient, AsyncUnaryCall<Cart>> call) => call(new CartService.CartServiceClient(_channel)).ResponseAsync;
}
