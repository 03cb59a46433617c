using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery.Http;

/// <summary>Tells a gRPC channel, by the property that it looks for, not to resolve and balance by itself what is resolved here.</summary>
internal sealed class GrpcLoadBalancingFilter(IOptions<GrpcLoadBalancingOptions> options) : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.PrimaryHandler is SocketsHttpHandler handler && options.Value.IsDisabled(builder.Name))
        {
            handler.Properties["__GrpcLoadBalancingDisabled"] = true;
        }
    };
}
