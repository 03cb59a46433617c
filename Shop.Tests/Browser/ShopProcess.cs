using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shop.Tests.Browser;

/// <summary>The AppHost as a developer runs it, on free ports and a data folder of its own. Where its dashboard is, it prints.</summary>
internal sealed partial class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource<Uri> _login = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("shop-browser-");
    private readonly Process _process;

    private ShopProcess()
    {
        var assembly = FindAppHost();
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly.FullName, "--DcpPublisher:RandomizePorts=true", $"--DataVolumes:Root={_data.FullName}"])
            {
                WorkingDirectory = assembly.Directory!.FullName,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true", ["DOTNET_ENVIRONMENT"] = "Development" },
            },
        };
        _process.OutputDataReceived += Read;
        _process.ErrorDataReceived += Read;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri LoginUrl => _login.Task.Result;

    public Uri Gateway => new(Resources().First(resource => resource.Name == "gateway").Urls["http"]);

    /// <summary>Where the dashboard takes OTLP, and the key to it.</summary>
    public (Uri Endpoint, string Key) Telemetry
    {
        get
        {
            using var state = JsonDocument.Parse(File.ReadAllText(StateFile));
            var dashboard = state.RootElement.GetProperty("dashboard");
            return (new Uri(dashboard.GetProperty("otlpUrl").GetString()!), dashboard.GetProperty("otlpApiKey").GetString()!);
        }
    }

    /// <summary>Bytes that the AppHost has in memory.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    private string StateFile => Path.Combine(_data.FullName, "apphost.json");

    public static async Task<ShopProcess> StartAsync()
    {
        var shop = new ShopProcess();
        try
        {
            await shop._login.Task.WaitAsync(StartLimit);
            await shop.WhenAsync(all => all.Length > 0 && all.All(resource => resource.Health == "Healthy"));
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync().WaitAsync(StartLimit);
        }

        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task WhenAsync(Func<(string Name, string? Health, Dictionary<string, string> Urls)[], bool> reached)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (!reached(Resources()))
        {
            if (_process.HasExited || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The shop did not get up:\n{string.Join('\n', _output)}");
            }

            await Task.Delay(Glance);
        }
    }

    private (string Name, string? Health, Dictionary<string, string> Urls)[] Resources()
    {
        if (!File.Exists(StateFile))
        {
            return [];
        }

        using var state = JsonDocument.Parse(File.ReadAllText(StateFile));
        return [.. state.RootElement.GetProperty("resources").EnumerateArray().Where(r => r.GetProperty("type").GetString() != "Parameter").Select(r => (
            r.GetProperty("name").GetString()!,
            r.GetProperty("health").GetString(),
            r.GetProperty("endpoints").EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!, e => e.GetProperty("url").GetString()!)))];
    }

    private void Read(object sender, DataReceivedEventArgs line)
    {
        _output.Enqueue(line.Data ?? "");
        if (Login().Match(line.Data ?? "") is { Success: true } match)
        {
            _login.TrySetResult(new Uri(match.Value));
        }
    }

    private static FileInfo FindAppHost()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "Shop.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("These tests run in the repository.");
        }

        return new FileInfo(Path.Combine(root.FullName, "Shop.AppHost", "bin", output.Parent!.Name, output.Name, "Shop.AppHost.dll"));
    }

    [GeneratedRegex(@"https?://\S+/login\?t=\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Login();
}
