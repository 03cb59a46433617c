namespace Grpc.Net.ClientFactory;

public enum InterceptorScope
{
    /// <summary>Made once, with the channel, and shared by the clients on it.</summary>
    Channel,

    /// <summary>Made anew for each client, from the services of the client's own scope.</summary>
    Client,
}
