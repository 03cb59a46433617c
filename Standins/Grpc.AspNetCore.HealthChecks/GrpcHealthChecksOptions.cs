namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Settings of the gRPC health service over .NET health checks.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>Which health checks stand for which service. The empty name, the whole server, is mapped to all of them.</summary>
    public ServiceMappingCollection Services { get; } = [];

    /// <summary>Whether calls get what was published last, instead of running the health checks.</summary>
    public bool UseHealthChecksCache { get; set; }

    /// <summary>Whether Watch calls are left open while the application stops. They then hold it up until its shutdown timeout.</summary>
    public bool SuppressCompletionOnShutdown { get; set; }
}
