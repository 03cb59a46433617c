using System.Net.Http.Headers;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Shop.Gateway;

/// <summary>
/// Probes a replica by the gRPC health protocol, at the address of its rpcs: service discovery tells no other, and it is this one
/// that has to answer. Any answer will do. A replica without its database is as well as the others, and says so itself.
/// </summary>
internal sealed class HealthProbes : IProbingRequestFactory
{
    private static readonly byte[] EmptyMessage = new byte[5];

    public HttpRequestMessage CreateRequest(ClusterModel cluster, DestinationModel destination) => new(HttpMethod.Post, new Uri(new Uri(destination.Config.Address), "/grpc.health.v1.Health/Check"))
    {
        Version = cluster.Config.HttpRequest?.Version ?? System.Net.HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Headers = { { "te", "trailers" } },
        Content = new ByteArrayContent(EmptyMessage) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
    };
}
