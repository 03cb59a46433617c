using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Processes;

/// <summary>A running child. It never outlives this program, nor do the processes of its session outlive it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // A process that left the session may hold the pipes open for ever.
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly ProcessSpec _spec;

    private ChildProcess(Process process, ProcessSpec spec, Action<string, bool> onLine)
    {
        _process = process;
        _spec = spec;
        Id = process.Id;
        var output = OutputPump.Start(process.StandardOutput, line => onLine(line, false), $"output of {Id}");
        var errors = OutputPump.Start(process.StandardError, line => onLine(line, true), $"errors of {Id}");
        Exited = WatchAsync(Task.WhenAll(output, errors, Task.Run(FeedAsync)));
    }

    public int Id { get; }

    /// <summary>The exit code, 128 + n after signal n; completes once everything that was written has been handed on.</summary>
    public Task<int> Exited { get; }

    /// <param name="onLine">Gets each line, and whether it came from standard error; called from two threads, must neither block nor throw.</param>
    /// <exception cref="DistributedApplicationException">The program, its folder or its account does not exist.</exception>
    public static ChildProcess Start(ProcessSpec spec, Action<string, bool> onLine)
    {
        try
        {
            return new ChildProcess(SpawnThread.Run(() => Process.Start(ChildCommand.For(spec))!), spec, onLine);
        }
        catch (Win32Exception exception)
        {
            throw new DistributedApplicationException($"'{spec.FileName}' cannot be started: {exception.Message}", exception);
        }
    }

    public void Signal(int signal)
    {
        if (Exited.IsCompleted || _process.HasExited)
        {
            return;
        }
        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
        }
        else
        {
            _ = LibC.Kill(Id, signal);
        }
    }

    /// <summary>Asks the process to end, and kills it with all its descendants when it takes too long or the token is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Signal(_spec.StopSignal);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_spec.StopTimeout);
        await Task.WhenAny(Exited, Task.Delay(Timeout.InfiniteTimeSpan, patience.Token));
        if (!Exited.IsCompleted && !_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
        await Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task<int> WatchAsync(Task pumps)
    {
        await _process.WaitForExitAsync();
        KillSession();
        await Task.WhenAny(pumps, Task.Delay(LastOutput));
        return _process.ExitCode;
    }

    // The group keeps the leader's id while a member lives, so this meets nobody else.
    private void KillSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = LibC.Kill(-Id, UnixSignals.Kill);
        }
    }

    private async Task FeedAsync()
    {
        try
        {
            await using var input = _process.StandardInput.BaseStream;
            await input.WriteAsync(Encoding.UTF8.GetBytes(_spec.StandardInput ?? ""));
        }
        catch (IOException)
        {
            // The process ended without reading its input; its exit code tells.
        }
    }
}
