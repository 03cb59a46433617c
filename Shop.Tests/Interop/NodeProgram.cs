using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Shop.Tests.Contract;

namespace Shop.Tests.Interop;

/// <summary>A program of Node.js, run to its end.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">Everything it printed, on either stream.</param>
internal sealed record NodeProgram(int ExitCode, string Output)
{
    /// <summary>The folder of the scripts, in the source tree: there they find the contracts and their packages.</summary>
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(ProtoSources.Folder, "../Shop.Tests/Interop"));

    /// <summary>Runs <c>node</c> or <c>npm</c> in <see cref="Folder"/>.</summary>
    /// <exception cref="TimeoutException">It did not end in time, and was killed.</exception>
    public static async Task<NodeProgram> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        var output = new ConcurrentQueue<string>();
        using var process = Start(program, arguments, line => output.Enqueue(line));
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}:\n{string.Join('\n', output)}", exception);
        }

        return new NodeProgram(process.ExitCode, string.Join('\n', output));
    }

    private static Process Start(string program, IEnumerable<string> arguments, Action<string> print)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => print(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => print(line.Data ?? "");
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            process.Dispose();
            throw new InvalidOperationException($"'{program}' can't be started: install Node.js 18 or later with npm (Debian: apt-get install nodejs npm; ./test.sh does it).", exception);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
