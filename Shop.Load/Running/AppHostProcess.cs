using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Shop.Load.Running;

/// <summary>The AppHost as a process of its own, as a developer runs it, on free ports and a data folder that outlives it.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private const int KeptLines = 4000;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;
    private readonly string _dataRoot;
    private readonly TextWriter? _log;

    private AppHostProcess(string dataRoot, Process process, TextWriter? log) => (_dataRoot, _process, _log) = (dataRoot, process, log);

    /// <summary>The last of what it printed.</summary>
    public string Output => string.Join('\n', _output);

    public int ExitCode => _process.ExitCode;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it and waits until every resource is healthy.</summary>
    public static async Task<AppHostProcess> StartHealthyAsync(string dataRoot, params string[] arguments)
    {
        var appHost = Start(dataRoot, arguments);
        try
        {
            await appHost.WaitHealthyAsync(CancellationToken.None);
            return appHost;
        }
        catch
        {
            appHost.Dispose();
            throw;
        }
    }

    public static AppHostProcess Start(string dataRoot, params string[] arguments) => Start(dataRoot, new Dictionary<string, string>(), log: null, arguments);

    /// <summary>Starts it; nothing of it has to be healthy yet.</summary>
    /// <param name="dataRoot">Where it keeps its data.</param>
    /// <param name="environment">Variables that it and every service see besides those that are there.</param>
    /// <param name="log">Gets every line that it prints.</param>
    /// <param name="arguments">Its configuration, e.g. <c>--Replicas=2</c>.</param>
    public static AppHostProcess Start(string dataRoot, IReadOnlyDictionary<string, string> environment, TextWriter? log, params string[] arguments)
    {
        var assembly = FindAssembly();
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly.FullName, "--DcpPublisher:RandomizePorts=true", "--AppHost:DisableDashboard=true", $"--DataVolumes:Root={dataRoot}", .. arguments])
            {
                WorkingDirectory = assembly.Directory!.FullName,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true", ["DOTNET_ENVIRONMENT"] = "Development" },
            },
        };
        foreach (var (name, value) in environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        var appHost = new AppHostProcess(dataRoot, process, log);
        process.OutputDataReceived += appHost.Keep;
        process.ErrorDataReceived += appHost.Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return appHost;
    }

    /// <summary>Waits until every resource is healthy.</summary>
    public async Task WaitHealthyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (App() is not { IsHealthy: true })
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HasEnded || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The AppHost {(HasEnded ? $"ended with {ExitCode}" : "did not become healthy")}:\n{Output}");
            }

            await Task.Delay(Glance, cancellationToken);
        }
    }

    /// <summary>What it tells of its resources; null before it has told anything.</summary>
    public RunningApp? App() => RunningApp.Read(_dataRoot) is { } app && app.Pid == _process.Id ? app : null;

    /// <summary>The address of a resource's endpoint.</summary>
    public Uri Endpoint(string resource, string endpoint) => (App() ?? throw new InvalidOperationException("The AppHost does not run.")).Endpoint(resource, endpoint);

    /// <summary>All its processes, those of the servers and services included.</summary>
    public IReadOnlyList<int> ProcessIds() => [_process.Id, .. App()?.ProcessIds ?? []];

    /// <summary>Asks it to stop, as Ctrl-C and a supervisor do, and waits until it has.</summary>
    public async Task StopAsync(PosixSignal signal = PosixSignal.SIGTERM)
    {
        await ProcessSignals.SendAsync(_process.Id, signal == PosixSignal.SIGINT ? "INT" : "TERM");
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
    }

    /// <summary>Ends it as the kernel does when memory is short: nothing of it runs another instruction.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // <project>/bin/<configuration>/<framework>/ of this program, or of the tests, stands beside that of the AppHost.
    private static FileInfo FindAssembly()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var solution = output.Parent!.Parent!.Parent!.Parent!.FullName;
        var assembly = new FileInfo(Path.Combine(solution, "Shop.AppHost", "bin", output.Parent.Name, output.Name, "Shop.AppHost.dll"));
        return assembly.Exists ? assembly : throw new InvalidOperationException($"'{assembly}' is not there; build it first: dotnet build Shop.sln");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        _output.Enqueue(line.Data ?? "");
        if (_output.Count > KeptLines)
        {
            _output.TryDequeue(out _);
        }

        _log?.WriteLine(line.Data);
    }
}
