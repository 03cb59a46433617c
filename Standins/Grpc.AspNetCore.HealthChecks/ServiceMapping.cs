namespace Grpc.AspNetCore.HealthChecks;

/// <summary>The health checks that stand for a service.</summary>
public sealed class ServiceMapping
{
    /// <summary>A service and a choice among the health checks; the others are not run for it.</summary>
    public ServiceMapping(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        Name = name;
        HealthCheckPredicate = predicate;
    }

    /// <summary>A service and a choice among the results of all health checks.</summary>
    [Obsolete("Map services by HealthCheckMapContext instead.")]
    public ServiceMapping(string name, Func<HealthResult, bool> predicate)
    {
        Name = name;
        Predicate = predicate;
    }

    /// <summary>The name of the service.</summary>
    public string Name { get; }

    /// <summary>Which health checks stand for the service.</summary>
    public Func<HealthCheckMapContext, bool>? HealthCheckPredicate { get; }

    /// <summary>Which results stand for the service.</summary>
    [Obsolete("Map services by HealthCheckMapContext instead.")]
    public Func<HealthResult, bool>? Predicate { get; }
}
