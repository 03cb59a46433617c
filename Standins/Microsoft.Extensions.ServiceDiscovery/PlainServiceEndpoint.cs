using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Microsoft.Extensions.ServiceDiscovery;

internal sealed class PlainServiceEndpoint(EndPoint endPoint, IFeatureCollection features) : ServiceEndpoint
{
    public override EndPoint EndPoint => endPoint;

    public override IFeatureCollection Features => features;

    public override string ToString() => EndPointText.Format(endPoint);
}
