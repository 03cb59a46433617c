using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;

namespace Shop.Load;

/// <summary>One shopper's connection to the shop, over gRPC-Web through the gateway as a browser has it.</summary>
public sealed class ShopClient : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <param name="gateway">The gateway's address, e.g. <c>http://localhost:5080</c>.</param>
    public ShopClient(Uri gateway)
    {
        _channel = GrpcChannel.ForAddress(gateway, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new SocketsHttpHandler()), DisposeHttpClient = true });
        var invoker = _channel.Intercept(Guest);
        Catalog = new CatalogService.CatalogServiceClient(invoker);
        Cart = new CartService.CartServiceClient(invoker);
        Inventory = new InventoryService.InventoryServiceClient(invoker);
        Order = new OrderService.OrderServiceClient(invoker);
    }

    public CatalogService.CatalogServiceClient Catalog { get; }

    public CartService.CartServiceClient Cart { get; }

    public InventoryService.InventoryServiceClient Inventory { get; }

    public OrderService.OrderServiceClient Order { get; }

    /// <summary>Who this shopper is to the shop; made by the gateway on first contact.</summary>
    public GuestTokenInterceptor Guest { get; } = new();

    public void Dispose() => _channel.Dispose();
}
