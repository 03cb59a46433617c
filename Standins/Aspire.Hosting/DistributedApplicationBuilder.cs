using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Health;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Projects;
using Aspire.Hosting.Terminal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--output-path"] = "Pipeline:OutputPath",
        ["--step"] = "Pipeline:Step",
    };

    private readonly HostApplicationBuilder _inner;
    private readonly AppHostInterceptor? _interceptor = AppHostInterceptor.Current;
    private DistributedApplication? _built;

    public DistributedApplicationBuilder(string[] args) : this(new DistributedApplicationOptions { Args = args })
    {
    }

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        _interceptor?.OnBuilderCreating(options, settings);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = options.ProjectDirectory ?? AppHostMetadata.DirectoryOf(AppHostAssembly) ?? Directory.GetCurrentDirectory();
        settings.ContentRootPath = AppHostDirectory;
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.Configuration ??= new ConfigurationManager();
        // Who runs an AppHost here develops, unless the environment or the command line says otherwise.
        settings.Configuration[HostDefaults.EnvironmentKey] ??= System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environments.Development;
        _inner = new HostApplicationBuilder(settings);
        _inner.Configuration.AddCommandLine(options.Args ?? [], Switches);
        ExecutionContext = CreateExecutionContext();
        AddServices(options);
        _interceptor?.OnBuilderCreated(this);
    }

    public ConfigurationManager Configuration => _inner.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _inner.Environment;

    public IServiceCollection Services => _inner.Services;

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _interceptor?.OnBuilding(this);
        _built = new DistributedApplication(_inner.Build(), _interceptor);
        _interceptor?.OnBuilt(_built);
        return _built;
    }

    private DistributedApplicationExecutionContext CreateExecutionContext()
    {
        var publisher = Configuration["Publishing:Publisher"];
        var publishes = publisher is not null || string.Equals(Configuration["AppHost:Operation"], "publish", StringComparison.OrdinalIgnoreCase);
        return new DistributedApplicationExecutionContext(
            publishes ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run, publisher ?? "manifest", () => _built?.Services);
    }

    private void AddServices(DistributedApplicationOptions options)
    {
        Services.AddHealthChecks();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(new DistributedApplicationModel(Resources));
        // Configuration may change until the application is built, so the settings are read then.
        Services.AddSingleton(_ => new AppHostSettings(this, options, isIntercepted: _interceptor is not null));
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton(services => new ResourceCommandService(
            services.GetRequiredService<ResourceNotificationService>(), services.GetRequiredService<ResourceLoggerService>(), services));
        Services.AddSingleton(_ => new ProjectOutput(AppHostAssembly));
        Services.AddSingleton<HttpHealthProbe>();
        Services.AddSingleton<ResourceHealthMonitor>();
        Services.AddSingleton<ResourceEnvironment>();
        Services.AddSingleton<LaunchFactory>();
        Services.AddSingleton<DataFolders>();
        Services.AddSingleton<Survivors>();
        Services.AddSingleton<ModelPreparation>();
        Services.AddSingleton<PartStates>();
        Services.AddSingleton<RunFileWriter>();
        Services.AddSingleton<ConsoleOutput>();
        Services.AddSingleton<StartSupervisor>();
        Services.AddSingleton<ResourceFeed>();
        Services.AddSingleton<DashboardRunner>();
        Services.AddHostedService<Orchestrator>();
        Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(40));
        // What fails is told in one line by the host itself, and health checks fail often until they succeed.
        _inner.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        _inner.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _inner.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }
}
