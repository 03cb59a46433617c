using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>Ready while Postgres answers.</summary>
internal sealed class PostgresHealthCheck(PostgresProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.IsThereAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "Postgres does not answer.");
}
