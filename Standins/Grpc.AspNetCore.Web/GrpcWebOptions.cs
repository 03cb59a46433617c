namespace Microsoft.AspNetCore.Builder;

/// <summary>Settings of the gRPC-Web middleware.</summary>
public class GrpcWebOptions
{
    /// <summary>Whether endpoints that say nothing of gRPC-Web accept it. Off unless set.</summary>
    public bool DefaultEnabled { get; set; }
}
