using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Aspire.Hosting.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly AppHostInterceptor? _interceptor;

    public DistributedApplication(IHost host) => _host = host;

    internal DistributedApplication(IHost host, AppHostInterceptor? interceptor) : this(host) => _interceptor = interceptor;

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options)
    {
        if (AppHostInterceptor.Current is null)
        {
            UserErrors.ShowWithoutStackTrace();
        }
        return new DistributedApplicationBuilder(options);
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var eventing = Services.GetRequiredService<IDistributedApplicationEventing>();
        foreach (var subscriber in Services.GetServices<IDistributedApplicationEventingSubscriber>())
        {
            await subscriber.SubscribeAsync(eventing, Services.GetRequiredService<DistributedApplicationExecutionContext>(), cancellationToken);
        }
        await eventing.PublishAsync(new BeforeStartEvent(Services, Services.GetRequiredService<DistributedApplicationModel>()), cancellationToken);
        await _host.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs until somebody asks it to stop. When the start fails, the program's exit code is 1.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_interceptor is not null)
        {
            await _interceptor.WhenEndedAsync(cancellationToken);
            return;
        }
        using var signals = new TerminationSignals(Services.GetRequiredService<IHostApplicationLifetime>());
        try
        {
            await StartAsync(cancellationToken);
            await _host.WaitForShutdownAsync(cancellationToken);
            if (Services.GetRequiredService<StartSupervisor>().HasFailed)
            {
                Environment.ExitCode = UserErrors.ExitCode;
            }
        }
        catch (DistributedApplicationException exception)
        {
            UserErrors.Show(exception, Services.GetRequiredService<AppHostSettings>().Name);
        }
        finally
        {
            await DisposeAsync();
        }
    }

    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    // The host's services take everything down when they are disposed of, also after a start that failed.
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await ((IAsyncDisposable)_host).DisposeAsync();
        _interceptor?.OnEnded();
    }
}
