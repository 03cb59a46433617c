using Grpc.Core;
using Grpc.Net.Client;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Load.FlashSale;

/// <summary>The gateway as native clients reach it, over a few connections, with tokens signed as the services sign them.</summary>
internal sealed class FlashSaleDoor : IDisposable
{
    private const int Channels = 8;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly TokenIssuer _issuer;
    private readonly List<GrpcChannel> _channels = [];

    public FlashSaleDoor(Uri gateway, string tokenKey)
    {
        _issuer = new TokenIssuer(TokenKey.Derive(tokenKey), TimeProvider.System);
        for (var i = 0; i < Channels; i++)
        {
            _channels.Add(GrpcChannel.ForAddress(gateway, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } }));
        }
    }

    public CatalogService.CatalogServiceClient Catalog => new(_channels[0]);

    public InventoryService.InventoryServiceClient Inventory => new(_channels[0]);

    public CartService.CartServiceClient Cart(int shopper) => new(_channels[shopper % Channels]);

    public OrderService.OrderServiceClient Order(int shopper) => new(_channels[shopper % Channels]);

    /// <summary>The headers of an administrator.</summary>
    public Metadata Admin() => Headers("flashsale-admin", Roles.Admin);

    /// <summary>The headers of a guest nobody else is.</summary>
    public Metadata NewGuest() => Headers($"guest-{Guid.CreateVersion7():N}", Roles.Guest);

    public void Dispose() => _channels.ForEach(channel => channel.Dispose());

    private Metadata Headers(string subject, string role) => new() { { "authorization", $"Bearer {_issuer.Issue(subject, role, Lifetime)}" } };
}
