using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shop.Load.Running;

namespace Shop.Tests.Integration.Payments;

/// <summary>One service as a process of its own, that can be killed and started again at the same address.</summary>
internal sealed class ServiceProcess(string folder, string assembly, string healthEndpoint, IReadOnlyDictionary<string, Uri> endpoints, IReadOnlyDictionary<string, string> settings)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <summary>Everything it printed, over all its lives.</summary>
    public string Output => string.Join('\n', _output);

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>Starts it, and waits until it is healthy.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(StartInfo())!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await IsHealthyAsync())
        {
            if (_process.HasExited || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{assembly} did not become healthy:\n{Output}");
            }

            await Task.Delay(Glance);
        }
    }

    /// <summary>Ends it as the kernel does when memory is short.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Asks it to end, as a platform does that replaces it, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await ProcessSignals.SendAsync(_process!.Id, "TERM");
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Ends it if it runs.</summary>
    public void End()
    {
        if (_process is not null)
        {
            Kill();
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(endpoints[healthEndpoint], "/health"));
            return response.IsSuccessStatusCode && await response.Content.ReadAsStringAsync() == "Healthy";
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        // .../Shop.Tests/bin/<configuration>/<framework>/ stands beside .../Services/<folder>/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var project = Path.Combine(output.Parent!.Parent!.Parent!.Parent!.FullName, "Services", folder);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(project, "bin", output.Parent.Name, output.Name, $"{assembly}.dll")])
        {
            WorkingDirectory = project,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_ENVIRONMENT"] = "Development" },
        };
        foreach (var (name, url) in endpoints)
        {
            start.Environment[$"Kestrel__Endpoints__{name}__Url"] = url.ToString();
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
