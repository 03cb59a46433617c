using Grpc.Core;

namespace Grpc.Net.ClientFactory;

/// <summary>The options of one call, for an action to replace.</summary>
public class CallOptionsContext
{
    internal CallOptionsContext(CallOptions callOptions, IServiceProvider serviceProvider)
    {
        CallOptions = callOptions;
        ServiceProvider = serviceProvider;
    }

    public CallOptions CallOptions { get; set; }

    /// <summary>The services of the scope that the client was resolved from.</summary>
    public IServiceProvider ServiceProvider { get; }
}
