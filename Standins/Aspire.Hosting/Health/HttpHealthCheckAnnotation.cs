using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Health;

/// <summary>A health check by one HTTP GET, so that it can be made of each replica by itself.</summary>
internal sealed class HttpHealthCheckAnnotation(string key, EndpointReference endpoint, string path, int statusCode) : IResourceAnnotation
{
    public string Key { get; } = key;

    public EndpointReference Endpoint { get; } = endpoint;

    public string Path { get; } = path;

    public int StatusCode { get; } = statusCode;
}
