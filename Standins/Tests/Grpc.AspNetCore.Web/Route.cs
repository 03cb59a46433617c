namespace Standins.Tests.GrpcWeb;

/// <summary>Who answers behind the middleware.</summary>
public enum Route
{
    /// <summary>A gRPC service of the same server.</summary>
    Service,

    /// <summary>A proxy to a gRPC service of another server, which speaks HTTP/2 only.</summary>
    Proxy,
}
