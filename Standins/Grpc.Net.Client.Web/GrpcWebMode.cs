namespace Grpc.Net.Client.Web;

/// <summary>How messages are put into the body.</summary>
public enum GrpcWebMode
{
    /// <summary>As they are: <c>application/grpc-web</c>.</summary>
    GrpcWeb,

    /// <summary>As base64: <c>application/grpc-web-text</c>. For proxies and browsers that only pass text, and for server streams there.</summary>
    GrpcWebText,
}
