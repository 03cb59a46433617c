using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>How this AppHost runs: what its configuration and its caller decided.</summary>
internal sealed class AppHostSettings(IDistributedApplicationBuilder builder, DistributedApplicationOptions options, bool isIntercepted)
{
    public string Name { get; } = builder.AppHostAssembly?.GetName().Name ?? builder.Environment.ApplicationName;

    public string Directory { get; } = builder.AppHostDirectory;

    public string DataRoot { get; } = Hosting.DataRoot.PathOf(builder);

    /// <summary>Fixed ports are ignored.</summary>
    public bool RandomizePorts { get; } = builder.Configuration.GetValue("DcpPublisher:RandomizePorts", defaultValue: false);

    /// <summary>The dashboard runs, if it has an address.</summary>
    public bool HasDashboard { get; } = !options.DisableDashboard && !builder.Configuration.GetValue("AppHost:DisableDashboard", defaultValue: false);

    public bool AllowsUnsecuredTransport { get; } = options.AllowUnsecuredTransport;

    /// <summary>The resources' console logs are shown on the terminal.</summary>
    public bool ShowsLogs { get; } = builder.Configuration.GetValue("AppHost:ShowConsoleLogs", defaultValue: !isIntercepted);

    /// <summary>What happens to resources is told on the terminal.</summary>
    public bool ShowsSummary { get; } = builder.Configuration.GetValue("AppHost:ShowSummary", defaultValue: !isIntercepted);

    /// <summary>The program ends when a resource fails before everything was healthy for the first time.</summary>
    public bool EndsWhenStartFails { get; } = !isIntercepted;
}
