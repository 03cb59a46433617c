using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost's program in this process: up to its Build, then as far as the test goes.</summary>
internal sealed class EntryPointRun(Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? configure) : TestRun(args, configure)
{
    private readonly string[] _args = args;
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _described = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _buildRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<DistributedApplicationBuilder> DescribeAsync(CancellationToken cancellationToken)
    {
        new Thread(Invoke) { IsBackground = true, Name = $"AppHost {entryPoint.Assembly.GetName().Name}" }.Start();
        return _described.Task.WaitAsync(cancellationToken);
    }

    public override Task<DistributedApplication> BuildAsync(DistributedApplicationBuilder builder, CancellationToken cancellationToken)
    {
        _buildRequested.TrySetResult();
        return _built.Task.WaitAsync(cancellationToken);
    }

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
        _described.TrySetResult(builder);
        _buildRequested.Task.GetAwaiter().GetResult();
    }

    public override void OnBuilt(DistributedApplication application) => _built.TrySetResult(application);

    public override void OnEnded()
    {
        _buildRequested.TrySetCanceled();
        base.OnEnded();
    }

    protected override void PrepareOptions(DistributedApplicationOptions options) => options.AssemblyName ??= entryPoint.Assembly.GetName().Name;

    private void Invoke()
    {
        Current = this;
        try
        {
            var main = entryPoint.Assembly.EntryPoint ?? throw new InvalidOperationException($"Assembly '{entryPoint.Assembly.GetName().Name}' does not have an entry point.");
            main.Invoke(null, main.GetParameters().Length == 0 ? null : [_args]);
            Fail(new InvalidOperationException("The entry point exited without building an application."));
        }
        catch (TargetInvocationException exception)
        {
            Fail(exception.InnerException ?? exception);
        }
        catch (InvalidOperationException exception)
        {
            Fail(exception);
        }
    }

    // Without effect once there is an application: then the program merely came to its end.
    private void Fail(Exception exception)
    {
        _described.TrySetException(exception);
        _built.TrySetException(exception);
    }
}
