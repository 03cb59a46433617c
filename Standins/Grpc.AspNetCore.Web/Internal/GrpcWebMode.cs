namespace Grpc.AspNetCore.Web.Internal;

/// <summary>How the body of a request or response is written.</summary>
internal enum GrpcWebMode
{
    /// <summary>Not gRPC-Web.</summary>
    None,

    /// <summary><c>application/grpc-web</c>: the frames as they are.</summary>
    Binary,

    /// <summary><c>application/grpc-web-text</c>: the frames in base64.</summary>
    Text,
}
