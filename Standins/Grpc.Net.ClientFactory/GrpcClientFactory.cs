namespace Grpc.Net.ClientFactory;

/// <summary>Makes clients by the name under which they were added.</summary>
public abstract class GrpcClientFactory
{
    /// <exception cref="InvalidOperationException">No such client was added, or it has no address.</exception>
    public abstract TClient CreateClient<TClient>(string name)
        where TClient : class;
}
