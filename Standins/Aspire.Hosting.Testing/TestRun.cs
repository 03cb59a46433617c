using Aspire.Hosting.Projects;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>What an AppHost under test is given by default: ports of its own, and a data folder that goes with it.</summary>
internal abstract class TestRun(string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? configure) : AppHostInterceptor
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _dataRoot = Path.Combine(Path.GetTempPath(), $"apphost-test-{Path.GetRandomFileName()}");

    public abstract Task<DistributedApplication> BuildAsync(DistributedApplicationBuilder builder, CancellationToken cancellationToken);

    public override void OnBuilderCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.DisableDashboard = true;
        options.Args ??= args;
        PrepareOptions(options);
        configure?.Invoke(options, settings);
        settings.Args = options.Args;
        settings.Configuration ??= new ConfigurationManager();
        settings.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DcpPublisher:RandomizePorts"] = "true",
            // Each watched folder costs one of the user's few inotify instances.
            ["hostBuilder:reloadConfigOnChange"] = "false",
            [DataRoot.ConfigurationKey] = _dataRoot,
        });
        AddLaunchProfile(options, settings);
    }

    public override void OnBuilderCreated(DistributedApplicationBuilder builder)
    {
    }

    public override Task WhenEndedAsync(CancellationToken cancellationToken) => _ended.Task.WaitAsync(cancellationToken);

    public override void OnEnded()
    {
        if (_ended.TrySetResult() && Directory.Exists(_dataRoot))
        {
            Directory.Delete(_dataRoot, recursive: true);
        }
    }

    protected virtual void PrepareOptions(DistributedApplicationOptions options)
    {
    }

    private static void AddLaunchProfile(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings.Configuration);
        var folder = options.ProjectDirectory ?? (options.AssemblyName is { } name ? AppHostMetadata.DirectoryOf(System.Reflection.Assembly.Load(name)) : null);
        var launchSettings = folder is null ? null : LaunchProfileFile.Read(folder);
        if (LaunchProfileFile.Choose(launchSettings, explicitName: null, Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE"), folder ?? "") is not var (_, profile))
        {
            return;
        }
        // Under test there is no dashboard to send telemetry to.
        var variables = profile.EnvironmentVariables.Where(v => !v.Key.Contains("_DASHBOARD_OTLP_", StringComparison.OrdinalIgnoreCase));
        settings.Configuration.AddInMemoryCollection(variables.Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), (string?)v.Value)));
        settings.Configuration[HostDefaults.EnvironmentKey] = profile.EnvironmentVariables.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? profile.EnvironmentVariables.GetValueOrDefault("ASPNETCORE_ENVIRONMENT");
    }
}
