using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Standins.Tests.Servers;

/// <summary>A server as a child of the test run: it has a session of its own, and the kernel ends it when the run ends, however that ends.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int LinesKept = 40;

    // The kernel's order is bound to the thread that spawned the child, not to the process: so one thread, which never ends.
    private static readonly BlockingCollection<Action> Spawns = StartSpawner();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ServerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that the server wrote.</summary>
    public string Output => string.Join(Environment.NewLine, _lines);

    /// <param name="deathSignal">The signal by which the kernel ends the server when the test run is gone.</param>
    /// <param name="user">Another user to run as, which only root can ask for; null for the same.</param>
    /// <param name="command">The program and its arguments.</param>
    public static ProcessStartInfo Command(string deathSignal, string? user, params ReadOnlySpan<string> command)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments = ["setpriv", "--pdeathsig", deathSignal, .. AsUser(user), "--", .. command];
        Array.ForEach(arguments, start.ArgumentList.Add);
        return start;
    }

    /// <summary>Starts the server, and closes its input once that is written.</summary>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, string input = "")
    {
        var spawned = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Spawns.Add(() =>
        {
            try
            {
                spawned.SetResult(Process.Start(start)!);
            }
            catch (Exception exception)
            {
                spawned.SetException(exception);
            }
        });

        var server = new ServerProcess(await spawned.Task.Soon());
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server._process.StandardInput.WriteAsync(input);
        server._process.StandardInput.Close();
        return server;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task RunAsync(string? user, params string[] command)
    {
        using var server = await StartAsync(Command("KILL", user, command));
        await server._process.WaitForExitAsync().Soon();
        if (server._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {server.Output}");
        }
    }

    /// <summary>Ends the server without warning.</summary>
    public Task KillAsync() => StopAsync(signal: 9);

    public async Task StopAsync(int signal)
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, signal);
        }

        await _process.WaitForExitAsync().Soon();
    }

    public void Dispose() => _process.Dispose();

    private static string[] AsUser(string? user) => user is null ? [] : [$"--reuid={user}", $"--regid={user}", "--init-groups"];

    private static BlockingCollection<Action> StartSpawner()
    {
        var spawns = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var spawn in spawns.GetConsumingEnumerable())
            {
                spawn();
            }
        })
        { IsBackground = true, Name = "Server spawner" }.Start();
        return spawns;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }

        while (_lines.Count > LinesKept)
        {
            _lines.TryDequeue(out _);
        }
    }
}
