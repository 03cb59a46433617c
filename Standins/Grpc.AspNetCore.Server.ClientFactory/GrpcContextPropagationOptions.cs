namespace Grpc.AspNetCore.ClientFactory;

public class GrpcContextPropagationOptions
{
    /// <summary>Whether a call that is made outside any served call goes out as it is, instead of failing.</summary>
    public bool SuppressContextNotFoundErrors { get; set; }
}
