using System.Net;
using Grpc.Core;
using Microsoft.Extensions.ServiceDiscovery;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>The replicas behind a logical address, as service discovery knows them at the moment.</summary>
/// <param name="address">E.g. <c>http://inventory</c>.</param>
/// <param name="resolver">Service discovery.</param>
/// <param name="create">Makes a replica of its own address.</param>
internal sealed class ReplicaSet(Uri address, ServiceEndpointResolver resolver, Func<Uri, Replica> create)
{
    private readonly Lock _lock = new();
    private (ServiceEndpointSource? Source, Replica[] Replicas) _known = (null, []);

    // Starting anywhere: clients that all began with the first replica would load it unevenly.
    private uint _turn = (uint)Random.Shared.Next();

    /// <summary>The replicas in the order in which the next call should try them, round robin, those that are spared last.</summary>
    public async ValueTask<IEnumerable<Replica>> InTurnAsync(CancellationToken cancellationToken) =>
        InTurn(Current(await resolver.GetEndpointsAsync(address.GetLeftPart(UriPartial.Authority), cancellationToken)));

    /// <summary>The replica for a stream, which begins at once. Configuration answers at once, too; only a resolver over the network would make the first stream wait.</summary>
    public Replica Next() =>
        InTurnAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult().FirstOrDefault() ?? throw NoReplica();

    public static RpcException NoReplica() => ShopErrors.Unavailable("NO_REPLICA", "A service that this call needs has no replica.");

    private IEnumerable<Replica> InTurn(Replica[] replicas)
    {
        var first = Interlocked.Increment(ref _turn);
        List<Replica>? spared = null;
        for (var i = 0u; i < replicas.Length; i++)
        {
            var replica = replicas[(first + i) % (uint)replicas.Length];
            if (replica.TakesTurn())
            {
                yield return replica;
            }
            else
            {
                (spared ??= []).Add(replica);
            }
        }

        foreach (var replica in spared ?? [])
        {
            yield return replica;
        }
    }

    // A replica that is gone is only forgotten: what it is answering just now may end, and its idle connections close by themselves.
    private Replica[] Current(ServiceEndpointSource source)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(source, _known.Source))
            {
                var known = _known.Replicas.ToDictionary(replica => replica.Address);
                var addresses = source.Endpoints.Select(endpoint => AddressOf(endpoint.EndPoint)).Distinct();
                _known = (source, [.. addresses.Select(replica => known.GetValueOrDefault(replica) ?? create(replica))]);
            }

            return _known.Replicas;
        }
    }

    private Uri AddressOf(EndPoint endPoint) => endPoint switch
    {
        UriEndPoint { Uri: var uri } => uri,
        DnsEndPoint { Host: var host, Port: var port } => At(host, port),
        IPEndPoint { Address: var ip, Port: var port } => At(ip.ToString(), port),
        _ => throw new NotSupportedException($"{address} resolves to {endPoint}, which gRPC cannot call."),
    };

    private Uri At(string host, int port) => new UriBuilder(address) { Host = host, Port = port > 0 ? port : -1 }.Uri;
}
