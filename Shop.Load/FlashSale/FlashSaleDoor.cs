using Grpc.Core;
using Grpc.Net.Client;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;

namespace Shop.Load.FlashSale;

/// <summary>The gateway as native clients reach it, over a few connections.</summary>
internal sealed class FlashSaleDoor : IDisposable
{
    private const int Channels = 8;

    private readonly ShopSession _admin;
    private readonly List<GrpcChannel> _channels = [];

    /// <param name="gateway">Where it answers native clients.</param>
    /// <param name="admin">The session of an administrator.</param>
    public FlashSaleDoor(Uri gateway, ShopSession admin)
    {
        _admin = admin;
        for (var i = 0; i < Channels; i++)
        {
            _channels.Add(GrpcChannel.ForAddress(gateway, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } }));
        }
    }

    public CatalogService.CatalogServiceClient Catalog => new(_channels[0]);

    public InventoryService.InventoryServiceClient Inventory => new(_channels[0]);

    public CartService.CartServiceClient Cart(int shopper) => new(_channels[shopper % Channels]);

    public OrderService.OrderServiceClient Order(int shopper) => new(_channels[shopper % Channels]);

    public IdentityService.IdentityServiceClient Identity(int shopper) => new(_channels[shopper % Channels]);

    /// <summary>The headers of an administrator.</summary>
    public Task<Metadata> AdminAsync() => HeadersAsync(_admin, 0, CancellationToken.None);

    /// <summary>The headers of a guest nobody else is.</summary>
    public async Task<Metadata> NewGuestAsync()
    {
        using var guest = new ShopSession();
        await guest.BeginGuestAsync(Identity(0), default);
        return await HeadersAsync(guest, 0, CancellationToken.None);
    }

    /// <summary>The headers of a session, now.</summary>
    public async Task<Metadata> HeadersAsync(ShopSession session, int shopper, CancellationToken cancellationToken) =>
        new() { { "authorization", $"Bearer {await session.TokenAsync(Identity(shopper), cancellationToken)}" } };

    public void Dispose() => _channels.ForEach(channel => channel.Dispose());
}
