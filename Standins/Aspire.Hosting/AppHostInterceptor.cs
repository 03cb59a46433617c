using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets a test take part in the AppHost program that it runs: in the same thread of control, seen by nobody else.</summary>
internal abstract class AppHostInterceptor
{
    private static readonly AsyncLocal<AppHostInterceptor?> Ambient = new();

    public static AppHostInterceptor? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public abstract void OnBuilderCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    public abstract void OnBuilderCreated(DistributedApplicationBuilder builder);

    /// <summary>Called when the program asks for the application; returns when the application may be built.</summary>
    public abstract void OnBuilding(DistributedApplicationBuilder builder);

    public abstract void OnBuilt(DistributedApplication application);

    /// <summary>Stands for the program's own run of the application.</summary>
    public abstract Task WhenEndedAsync(CancellationToken cancellationToken);

    /// <summary>The application was taken down, or will never be built.</summary>
    public abstract void OnEnded();
}
