using Aspire.Dashboard;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Terminal;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Runs the dashboard beside the application. Whatever goes wrong with it, the application runs; why there is no dashboard is told in one line.</summary>
internal sealed class DashboardRunner(
    AppHostSettings settings,
    IConfiguration configuration,
    ResourceFeed feed,
    ResourceLoggerService loggers,
    ConsoleOutput console,
    TimeProvider time) : IAsyncDisposable
{
    private DashboardServer? _server;
    private ConsoleStore? _lines;

    /// <summary>Null when there is no dashboard.</summary>
    public DashboardOptions? Options { get; private set; }

    /// <summary>Listens, and tells the resources-to-be where to send their telemetry.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.HasDashboard)
        {
            return;
        }
        try
        {
            if (DashboardSettings.Read(configuration, settings) is { } options)
            {
                await StartAsync(options, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whoever listens at the address instead must not be sent this application's telemetry.
            SetDestination(grpc: null, http: null, key: null);
            console.Tell($"{settings.Name}: there is no dashboard: {exception.Message.ReplaceLineEndings(" ")}", isError: true);
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) => Options is null ? Task.CompletedTask : feed.RunAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        loggers.LineWritten -= OnLine;
        if (_server is { } server)
        {
            _server = null;
            await server.StopAsync();
            await server.DisposeAsync();
        }
    }

    private async Task StartAsync(DashboardOptions options, CancellationToken cancellationToken)
    {
        foreach (var url in DashboardSettings.Addresses(options).Where(url => url.IsLoopback && !LoopbackPorts.IsFree(url.Port)))
        {
            throw new DistributedApplicationException($"port {url.Port} is taken by {PortOwner.Describe(url.Port)}. Stop that program, or start with --DcpPublisher:RandomizePorts=true.");
        }
        var telemetry = new TelemetryStore(options.Limits, feed.IdOf);
        _lines = new ConsoleStore(options.Limits, time);
        _server = new DashboardServer(options, feed, _lines, telemetry, time);
        await _server.StartAsync(cancellationToken);
        Options = options;
        loggers.LineWritten += OnLine;
        SetDestination(options.OtlpGrpcUrl, options.OtlpHttpUrl, options.AllowAnonymousOtlp ? null : options.OtlpApiKey);
        if (settings.ShowsSummary)
        {
            console.Tell($"{(options.AllowAnonymous ? "Open" : "Login to")} the dashboard at {options.LoginUrl}");
        }
    }

    private void SetDestination(Uri? grpc, Uri? http, string? key)
    {
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = Text(grpc);
        configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = Text(http);
        configuration["DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"] = "";
        configuration["DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "";
        configuration["AppHost:OtlpApiKey"] = key ?? "";
    }

    private static string Text(Uri? url) => url?.GetLeftPart(UriPartial.Authority) ?? "";

    private void OnLine(string resource, string content, bool isError) => _lines?.Write(resource, content, isError);
}
