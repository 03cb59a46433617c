using System.Net;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>An endpoint that has a scheme, and perhaps a path, besides host and port.</summary>
public class UriEndPoint(Uri uri) : EndPoint
{
    public Uri Uri { get; } = uri ?? throw new ArgumentNullException(nameof(uri));

    public override bool Equals(object? obj) => obj is UriEndPoint other && Uri.Equals(other.Uri);

    public override int GetHashCode() => Uri.GetHashCode();

    public override string ToString() => Uri.ToString();
}
