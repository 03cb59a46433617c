using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory;

/// <summary>How the clients of one name are made.</summary>
public class GrpcClientFactoryOptions
{
    /// <summary>Of the server; without one, the base address that <c>ConfigureHttpClient</c> set.</summary>
    public Uri? Address { get; set; }

    /// <summary>Applied in this order when the channel is made.</summary>
    public IList<Action<GrpcChannelOptions>> ChannelOptionsActions { get; } = [];

    /// <summary>Applied in this order to each call, before any interceptor sees it.</summary>
    public IList<Action<CallOptionsContext>> CallOptionsActions { get; } = [];

    /// <summary>Within a scope, the first runs first; those of the client run before those of the channel.</summary>
    public IList<InterceptorRegistration> InterceptorRegistrations { get; } = [];

    /// <summary>Makes the client, if it is not its constructor that takes a <see cref="CallInvoker"/>.</summary>
    public Func<CallInvoker, object>? Creator { get; set; }

    internal bool HasCallCredentials { get; set; }

    internal CallInvoker Intercept(CallInvoker invoker, InterceptorScope scope, IServiceProvider services)
    {
        var interceptors = InterceptorRegistrations.Where(registration => registration.Scope == scope).Select(registration => registration.Creator(services)).ToArray();
        return interceptors.Length == 0 ? invoker : invoker.Intercept(interceptors);
    }
}
