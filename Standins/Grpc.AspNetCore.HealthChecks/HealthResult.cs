using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>The result of one health check.</summary>
[Obsolete("Map services by HealthCheckMapContext instead.")]
public sealed class HealthResult(
    string name,
    IEnumerable<string> tags,
    HealthStatus status,
    string? description,
    TimeSpan duration,
    Exception? exception,
    IReadOnlyDictionary<string, object> data)
{
    /// <summary>The name of the health check.</summary>
    public string Name { get; } = name;

    /// <summary>Its tags.</summary>
    public IEnumerable<string> Tags { get; } = tags;

    /// <summary>What it found.</summary>
    public HealthStatus Status { get; } = status;

    /// <summary>What it says of it.</summary>
    public string? Description { get; } = description;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; } = duration;

    /// <summary>What it failed with.</summary>
    public Exception? Exception { get; } = exception;

    /// <summary>What it adds.</summary>
    public IReadOnlyDictionary<string, object> Data { get; } = data;
}
