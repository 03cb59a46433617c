using Grpc.Core;
using Grpc.Net.Client;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Load.Reserve;

/// <summary>The running service over gRPC, as Order calls it: few connections, many calls at once, a service's token.</summary>
internal sealed class GrpcReserve : IDisposable
{
    private const int Channels = 4;

    private readonly Uri _address;
    private readonly Metadata _headers;
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<InventoryService.InventoryServiceClient> _clients = [];

    private GrpcReserve(Uri address, string token) => (_address, _headers) = (address, new Metadata { { "authorization", $"Bearer {token}" } });

    public static GrpcReserve Create(Uri address, string tokenKey)
    {
        var token = new TokenIssuer(TokenKey.Derive(tokenKey), TimeProvider.System).Issue("benchmark", TimeSpan.FromHours(1));
        var grpc = new GrpcReserve(address, token);
        for (var i = 0; i < Channels; i++)
        {
            var channel = GrpcChannel.ForAddress(grpc._address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
            grpc._channels.Add(channel);
            grpc._clients.Add(new InventoryService.InventoryServiceClient(channel));
        }

        return grpc;
    }

    public Task Hot(int buyer) => BuyAsync(buyer, Goods.Hot);

    public Task Spread(int buyer) => BuyAsync(buyer, Goods.Any());

    public void Dispose() => _channels.ForEach(channel => channel.Dispose());

    private async Task BuyAsync(int buyer, string sku)
    {
        var orderId = Guid.NewGuid().ToString();
        var request = new ReserveRequest { RequestId = orderId, OrderId = orderId, Lines = { new StockLine { Sku = sku, Quantity = 1 } } };
        await _clients[buyer % Channels].ReserveAsync(request, _headers);
    }
}
