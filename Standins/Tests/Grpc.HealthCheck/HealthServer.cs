using System.Net;
using Grpc.AspNetCore.HealthChecks;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Standins.Tests.HealthProbe;

/// <summary>A server with the gRPC health service over two health checks, "database" (tagged "store") and "broker".</summary>
internal sealed class HealthServer(WebApplication app) : IAsyncDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(app.Urls.Single());

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public Health.HealthClient Client => new(_channel);

    public HealthServiceImpl Published => app.Services.GetRequiredService<HealthServiceImpl>();

    public Findings Findings => app.Services.GetRequiredService<Findings>();

    public static async Task<HealthServer> StartAsync(Action<GrpcHealthChecksOptions>? configure = null, TimeSpan? publishAfter = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Findings>();
        builder.Services.AddGrpcHealthChecks(configure ?? (_ => { }))
            .AddTypeActivatedCheck<FindingCheck>("database", null, ["store"], "database")
            .AddTypeActivatedCheck<FindingCheck>("broker", null, [], "broker");
        builder.Services.Configure<HealthCheckPublisherOptions>(options =>
        {
            options.Delay = publishAfter ?? TimeSpan.FromDays(1);
            options.Period = publishAfter is null ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(1);
        });

        var app = builder.Build();
        app.MapGrpcHealthChecksService();
        await app.StartAsync();
        return new HealthServer(app);
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await app.DisposeAsync();
    }

    private sealed class FindingCheck(Findings findings, string name) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(new HealthCheckResult(findings.Of(name)));
    }
}
