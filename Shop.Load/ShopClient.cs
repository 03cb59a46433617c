using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;

namespace Shop.Load;

/// <summary>One shopper's connection to the shop, over gRPC-Web through the gateway as a browser has it.</summary>
public sealed class ShopClient : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <param name="gateway">The gateway's address, e.g. <c>http://localhost:5080</c>.</param>
    /// <param name="session">Who calls; a new guest by default.</param>
    public ShopClient(Uri gateway, ShopSession? session = null)
    {
        _channel = GrpcChannel.ForAddress(gateway, new GrpcChannelOptions
        {
            HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new SocketsHttpHandler()),
            DisposeHttpClient = true,
            UnsafeUseInsecureChannelCallCredentials = true,
        });
        Guest = session ?? new ShopSession();
        Identity = new IdentityService.IdentityServiceClient(_channel);
        var invoker = _channel.Intercept(new SessionInterceptor(Guest, Identity));
        Catalog = new CatalogService.CatalogServiceClient(invoker);
        Cart = new CartService.CartServiceClient(invoker);
        Inventory = new InventoryService.InventoryServiceClient(invoker);
        Order = new OrderService.OrderServiceClient(invoker);
    }

    public CatalogService.CatalogServiceClient Catalog { get; }

    public CartService.CartServiceClient Cart { get; }

    public InventoryService.InventoryServiceClient Inventory { get; }

    public OrderService.OrderServiceClient Order { get; }

    /// <summary>Identity, by nobody in particular.</summary>
    public IdentityService.IdentityServiceClient Identity { get; }

    /// <summary>Who this shopper is to the shop; unless told, whom the gateway makes on first contact.</summary>
    public ShopSession Guest { get; }

    public void Dispose() => _channel.Dispose();
}
