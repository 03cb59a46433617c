using Grpc.Core;
using Grpc.Net.Client;
using Shop.Contracts.Cart.V1;

namespace Shop.Load.Carts;

/// <summary>Connections to one server, the service or the bare one; to both the same is sent.</summary>
internal sealed class CartClients : IDisposable
{
    private readonly GrpcChannel[] _channels;
    private readonly CartService.CartServiceClient[] _clients;

    public CartClients(Uri address, int connections)
    {
        _channels = [.. Enumerable.Range(0, connections).Select(_ => GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler(), DisposeHttpClient = true }))];
        _clients = [.. _channels.Select(channel => new CartService.CartServiceClient(channel))];
    }

    /// <summary>One more piece of a line of somebody's cart.</summary>
    public async Task AddAsync(int worker, IReadOnlyList<CartOwner> owners)
    {
        var owner = owners[Random.Shared.Next(owners.Count)];
        var line = owner.Cart.Lines[Random.Shared.Next(owner.Cart.Lines.Count)];
        var headers = new Metadata { { "authorization", $"Bearer {owner.Token}" }, { BareCart.OwnerHeader, owner.Id } };
        await _clients[worker % _clients.Length].AddItemAsync(new AddItemRequest { RequestId = Guid.CreateVersion7().ToString(), Sku = line.Sku, Quantity = 1 }, headers);
    }

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }
}
