using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.AspNetCore.HealthChecks.Internal;

/// <summary>The gRPC health service over the .NET health checks of the program.</summary>
internal sealed class HealthServiceIntegration(
    HealthServiceImpl published,
    HealthCheckService healthChecks,
    IOptions<HealthCheckOptions> healthCheckOptions,
    IOptions<GrpcHealthChecksOptions> options,
    IHostApplicationLifetime lifetime) : Health.V1.Health.HealthBase
{
    private readonly GrpcHealthChecksOptions _options = options.Value;
    private readonly Func<HealthCheckRegistration, bool>? _considered = healthCheckOptions.Value.Predicate;

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        if (_options.UseHealthChecksCache) return await published.Check(request, context);

        var status = await CheckAsync(request.Service, context.CancellationToken);
        return status == ServingStatus.ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, ""))
            : new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        if (!_options.UseHealthChecksCache)
        {
            // What is found now is news to all who watch, not to this call alone.
            var status = await CheckAsync(request.Service, context.CancellationToken);
            if (status != ServingStatus.ServiceUnknown) published.SetStatus(request.Service, status);
        }

        // An open call would hold up the end of the program.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            _options.SuppressCompletionOnShutdown ? CancellationToken.None : lifetime.ApplicationStopping);
        await published.WatchAsync(request.Service, responseStream, end.Token);
    }

    private async Task<ServingStatus> CheckAsync(string service, CancellationToken cancellationToken)
    {
        if (!_options.Services.TryGetServiceMapping(service, out var mapping)) return ServingStatus.ServiceUnknown;

        var report = await healthChecks.CheckHealthAsync(
            registration => (_considered?.Invoke(registration) ?? true) && mapping.Covers(registration.Name, registration.Tags),
            cancellationToken);
        return report.Entries.StatusFor(mapping);
    }
}
