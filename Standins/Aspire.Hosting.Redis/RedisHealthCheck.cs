using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Redis;

/// <summary>Healthy when a new connection with the resource's password is answered.</summary>
internal sealed class RedisHealthCheck(RedisResource redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var password = redis.PasswordParameter is { } parameter ? await parameter.GetValueAsync(cancellationToken) : null;
        var answer = await RedisProbe.PingAsync(redis.PrimaryEndpoint.Port, password, cancellationToken);
        return answer == RedisProbe.Pong
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, answer ?? "No answer.");
    }
}
