using System.Collections.Concurrent;
using System.Diagnostics;
using Aspire.Hosting.Orchestration;

namespace Standins.Tests.Aspire.Hosting;

/// <summary>The tiny AppHost as a program of its own.</summary>
internal sealed class AppHostProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _output = new();

    public AppHostProgram(string dataRoot, params string[] args)
    {
        DataRoot = dataRoot;
        var start = new ProcessStartInfo("dotnet", [typeof(Projects.Tiny_AppHost).Assembly.Location, $"--DataVolumes:Root={dataRoot}", .. args]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string DataRoot { get; }

    public Process Process => _process;

    public string[] Errors => [.. _errors.Where(line => line.Length > 0)];

    public string[] Output => [.. _output];

    public RunState? State => RunFile.Read(DataRoot);

    public int[] Children => [.. State!.Resources.Select(r => r.Pid).OfType<int>()];

    public async Task WhenHealthyAsync()
    {
        using var patience = new CancellationTokenSource(TestApp.Patience);
        while (!IsHealthy(State))
        {
            _process.HasExited.ShouldBeFalse(string.Join('\n', Errors));
            await Task.Delay(50, patience.Token);
        }
    }

    public async Task<int> WhenExitedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TestApp.Patience);
        return _process.ExitCode;
    }

    public void Interrupt() => global::Aspire.Hosting.Processes.LibC.Kill(_process.Id, 2).ShouldBe(0);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await WhenExitedAsync();
        }
        _process.Dispose();
    }

    private static bool IsHealthy(RunState? state) => state?.Resources.Count(r => r.Pid is not null) == 4 && state.Resources.All(r => r.Health == "Healthy");
}
