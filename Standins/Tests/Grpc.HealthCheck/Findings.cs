using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Standins.Tests.HealthProbe;

/// <summary>What the health checks find, as the test says; healthy unless it does.</summary>
internal sealed class Findings
{
    private readonly ConcurrentDictionary<string, HealthStatus> _found = new(StringComparer.Ordinal);

    public HealthStatus Of(string check) => _found.GetValueOrDefault(check, HealthStatus.Healthy);

    public void Set(string check, HealthStatus status) => _found[check] = status;
}
