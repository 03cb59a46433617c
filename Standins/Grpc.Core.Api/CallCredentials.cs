namespace Grpc.Core;

/// <summary>Authenticates single calls, by adding headers to them.</summary>
public abstract class CallCredentials
{
    /// <summary>All of them, in this order; at least two.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new CompositeCallCredentials(credentials);

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new InterceptorCallCredentials(interceptor);

    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);
}
