using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>Whether the database is up to date. Whoever works on it by himself waits for this; the service is not ready before.</summary>
internal sealed class MigrationState : IHealthCheck
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsMigrated => _completion.Task.IsCompletedSuccessfully;

    public void Complete() => _completion.TrySetResult();

    public Task WaitAsync(CancellationToken cancellationToken) => _completion.Task.WaitAsync(cancellationToken);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsMigrated ? HealthCheckResult.Healthy() : new(context.Registration.FailureStatus, "The database is not migrated yet."));
}
