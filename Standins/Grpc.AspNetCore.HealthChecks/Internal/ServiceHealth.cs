using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.AspNetCore.HealthChecks.Internal;

/// <summary>What the health checks say of a service.</summary>
internal static class ServiceHealth
{
    /// <summary>Whether the health check stands for the service.</summary>
    public static bool Covers(this ServiceMapping mapping, string name, IEnumerable<string> tags) =>
        mapping.HealthCheckPredicate?.Invoke(new HealthCheckMapContext(name, tags)) ?? true;

    /// <summary>Serving unless one is unhealthy; unknown when none stands for the service. A degraded one serves.</summary>
    public static ServingStatus StatusFor(this IEnumerable<KeyValuePair<string, HealthReportEntry>> entries, ServiceMapping mapping)
    {
        var status = ServingStatus.Unknown;
        foreach (var (name, entry) in entries)
        {
            if (!Counts(mapping, name, entry)) continue;
            if (entry.Status == HealthStatus.Unhealthy) return ServingStatus.NotServing;
            status = ServingStatus.Serving;
        }

        return status;
    }

#pragma warning disable CS0618 // The obsolete way of mapping still works.
    private static bool Counts(ServiceMapping mapping, string name, HealthReportEntry entry) =>
        mapping.Predicate?.Invoke(new HealthResult(name, entry.Tags, entry.Status, entry.Description, entry.Duration, entry.Exception, entry.Data)) ?? true;
#pragma warning restore CS0618
}
