namespace Grpc.AspNetCore.Web;

/// <summary>Endpoint metadata: whether the endpoint accepts gRPC-Web. The last of several decides.</summary>
public interface IGrpcWebEnabledMetadata
{
    /// <summary>Whether gRPC-Web calls of the endpoint are translated.</summary>
    bool GrpcWebEnabled { get; }
}
