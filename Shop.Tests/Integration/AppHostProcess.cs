using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Shop.Tests.Integration;

/// <summary>The AppHost as a process of its own, as a developer runs it, on free ports and a data folder that outlives it.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;
    private readonly string _dataRoot;

    private AppHostProcess(string dataRoot, Process process) => (_dataRoot, _process) = (dataRoot, process);

    /// <summary>Everything it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts it and waits until every resource is healthy.</summary>
    public static async Task<AppHostProcess> StartHealthyAsync(string dataRoot, params string[] arguments)
    {
        var appHost = Start(dataRoot, arguments);
        using var limit = new CancellationTokenSource(StartLimit);
        while (!appHost.IsHealthy())
        {
            if (appHost._process.HasExited || limit.IsCancellationRequested)
            {
                var what = appHost._process.HasExited ? $"ended with {appHost.ExitCode}" : "did not become healthy";
                appHost.Dispose();
                throw new InvalidOperationException($"The AppHost {what}:\n{appHost.Output}");
            }

            await Task.Delay(Glance);
        }

        return appHost;
    }

    public static AppHostProcess Start(string dataRoot, params string[] arguments)
    {
        // .../Shop.Tests/bin/<configuration>/<framework>/ stands beside .../Shop.AppHost/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(Projects.Shop_AppHost.ProjectPath, "bin", output.Parent!.Name, output.Name, "Shop.AppHost.dll");
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly, "--DcpPublisher:RandomizePorts=true", $"--DataVolumes:Root={dataRoot}", .. arguments])
            {
                WorkingDirectory = Projects.Shop_AppHost.ProjectPath,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true", ["DOTNET_ENVIRONMENT"] = "Development" },
            },
        };
        var appHost = new AppHostProcess(dataRoot, process);
        process.OutputDataReceived += (_, line) => appHost._output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => appHost._output.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return appHost;
    }

    /// <summary>The address of a resource's endpoint.</summary>
    public Uri Endpoint(string resource, string endpoint) =>
        Resources().First(entry => entry.GetProperty("name").GetString() == resource).GetProperty("endpoints").EnumerateArray()
            .Where(entry => entry.GetProperty("name").GetString() == endpoint)
            .Select(entry => new Uri(entry.GetProperty("url").GetString()!))
            .First();

    /// <summary>All its processes, those of the servers and services included.</summary>
    public IReadOnlyList<int> ProcessIds() =>
        [_process.Id, .. Resources().Where(entry => entry.GetProperty("pid").ValueKind == JsonValueKind.Number).Select(entry => entry.GetProperty("pid").GetInt32())];

    /// <summary>Asks it to stop, as Ctrl-C and a supervisor do, and waits until it has.</summary>
    public async Task StopAsync(PosixSignal signal = PosixSignal.SIGTERM)
    {
        using var kill = Process.Start("kill", [signal == PosixSignal.SIGINT ? "-INT" : "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
    }

    /// <summary>Ends it as the kernel does when memory is short: nothing of it runs another instruction.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits until a process is gone; a zombie counts as gone, it runs no more.</summary>
    public static async Task<bool> IsGoneAsync(int processId, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (IsRunning(processId))
        {
            if (watch.Elapsed > limit)
            {
                return false;
            }

            await Task.Delay(Glance);
        }

        return true;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            // "pid (name) state ...": the name may hold anything but the last parenthesis.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private bool IsHealthy() => Resources() is { Count: > 0 } resources && resources.All(resource => Text(resource, "health") == "Healthy" || Text(resource, "type") == "Parameter");

    private IReadOnlyList<JsonElement> Resources()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_dataRoot, "apphost.json")));
            return document.RootElement.GetProperty("pid").GetInt32() == _process.Id
                ? [.. document.RootElement.GetProperty("resources").EnumerateArray().Select(resource => resource.Clone())]
                : [];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string? Text(JsonElement resource, string property) => resource.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
