using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Health;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts, watches and stops one process of a resource, again and again.</summary>
internal sealed class ReplicaRunner(
    IResource resource,
    ReplicaContext replica,
    LaunchFactory factory,
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time,
    CancellationToken stopping)
{
    // A server whose process lives is only slow: one that has a fiftieth of a core to start with takes minutes.
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ILogger _logger = loggers.GetLogger(replica.Id);
    private CancellationTokenSource? _starting;
    private ChildProcess? _child;
    private Task _watch = Task.CompletedTask;
    private volatile bool _stopRequested;

    public string Id => replica.Id;

    /// <summary>Waits for what the resource needs, then starts the process; returns when it runs. Nothing happens when it runs already.</summary>
    /// <param name="announce">Tells that the resource is about to start.</param>
    public async Task StartAsync(Func<Task> announce, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        _starting = starting;
        try
        {
            starting.Token.ThrowIfCancellationRequested();
            if (_child is null || _child.Exited.IsCompleted)
            {
                await _watch;
                await notifications.WaitForDependenciesAsync(resource, Id, starting.Token);
                await announce();
                await SpawnAsync(starting.Token);
            }
        }
        catch (OperationCanceledException) when (starting.IsCancellationRequested)
        {
            await PublishAsync(s => s with { State = s.StartTimeStamp is null ? KnownResourceStates.NotStarted : KnownResourceStates.Exited });
            throw;
        }
        catch (Exception exception)
        {
            await FailAsync(exception, exitCode: null);
            throw;
        }
        finally
        {
            _starting = null;
            _gate.Release();
        }
    }

    /// <summary>Asks the process to end, and kills it when it does not; returns when it is gone.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_starting is { } starting)
        {
            await starting.CancelAsync();
        }
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_child is { } child && !child.Exited.IsCompleted)
            {
                _stopRequested = true;
                await PublishAsync(s => s with { State = KnownResourceStates.Stopping });
                await child.StopAsync(cancellationToken);
            }
            await _watch;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task SpawnAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(s => s with
        {
            State = KnownResourceStates.Starting,
            StartTimeStamp = null,
            StopTimeStamp = null,
            ExitCode = null,
            Failure = null,
            ResourceReadyEvent = null,
            HealthReports = HealthReports.Unknown(resource),
        });
        var launch = await factory.CreateAsync(resource, replica, cancellationToken);
        _stopRequested = false;
        var child = ChildProcess.Start(launch.Process, (line, isError) => loggers.Write(Id, line, isError));
        _child = child;
        await PublishAsync(s => s with { Properties = ProcessProperties.Of(launch.Process, child.Id, resource), EnvironmentVariables = [.. launch.Environment.Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true))] });
        try
        {
            await WhenReadyAsync(launch, child, cancellationToken);
        }
        catch
        {
            await child.StopAsync(CancellationToken.None);
            await child.DisposeAsync();
            _child = null;
            throw;
        }
        await PublishAsync(s => s with { State = KnownResourceStates.Running, StartTimeStamp = time.GetUtcNow().UtcDateTime });
        _watch = WatchAsync(child);
    }

    private async Task WhenReadyAsync(Launch launch, ChildProcess child, CancellationToken cancellationToken)
    {
        if (launch.IsReadyAsync is null)
        {
            return;
        }
        var started = time.GetTimestamp();
        var pause = FirstPoll;
        while (!await launch.IsReadyAsync(cancellationToken))
        {
            if (child.Exited.IsCompleted)
            {
                throw new DistributedApplicationException($"'{Id}' ended with {ExitCodes.Describe(await child.Exited)} before it was ready.");
            }
            if (time.GetElapsedTime(started) > ReadyTimeout)
            {
                throw new DistributedApplicationException(string.Create(CultureInfo.InvariantCulture, $"'{Id}' was not ready within {ReadyTimeout.TotalMinutes} minutes."));
            }
            await Task.WhenAny(child.Exited, Task.Delay(pause, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, LongestPoll.Ticks));
        }
    }

    private async Task WatchAsync(ChildProcess child)
    {
        var exitCode = await child.Exited;
        var state = !_stopRequested && exitCode == 0 ? KnownResourceStates.Finished : KnownResourceStates.Exited;
        await PublishAsync(s => s with { State = state, ExitCode = exitCode, StopTimeStamp = time.GetUtcNow().UtcDateTime, Properties = ProcessProperties.WithoutPid(s.Properties) });
        await child.DisposeAsync();
        await AnnounceStopAsync();
    }

    private async Task AnnounceStopAsync()
    {
        try
        {
            if (notifications.TryGetCurrentState(Id, out var stopped))
            {
                await eventing.PublishAsync(new ResourceStoppedEvent(resource, services, stopped));
            }
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "What had to be done once '{Resource}' was stopped failed.", Id);
        }
    }

    private async Task FailAsync(Exception exception, int? exitCode)
    {
        // What the user can mend is told in one line; anything else is a fault of a callback or of this program.
        var message = exception is DistributedApplicationException ? exception.Message : exception.ToString();
        _logger.LogError("{Failure}", message);
        await PublishAsync(s => s with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
            Failure = message,
            ExitCode = exitCode,
            StopTimeStamp = time.GetUtcNow().UtcDateTime,
            Properties = ProcessProperties.WithoutPid(s.Properties),
        });
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => notifications.PublishUpdateAsync(resource, Id, change);
}
