using System.Diagnostics;

namespace Shop.Load.Bench;

/// <summary>A <see cref="BareServer"/> in a process of its own, with the garbage collector and the compiler settings of the services.</summary>
internal sealed class BareProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    // As the services are built: the web SDK's collector, and docs/decisions/0022 and 0023. Who overrules that for the services does so here, too.
    private static readonly Dictionary<string, string> ServiceSettings = new()
    {
        ["DOTNET_gcServer"] = "1",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
    };

    private readonly Process _process;

    private BareProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it serves gRPC.</summary>
    public Uri Address { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts this program again as a bare server.</summary>
    /// <param name="command">The hidden command that runs it, e.g. <c>bare-cart</c>.</param>
    /// <param name="environment">What it has to know; a secret has no place on a command line.</param>
    public static async Task<BareProcess> StartAsync(string command, IReadOnlyDictionary<string, string> environment)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [typeof(BareProcess).Assembly.Location, command])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            },
        };
        foreach (var (name, value) in ServiceSettings)
        {
            process.StartInfo.Environment.TryAdd(name, value);
        }

        foreach (var (name, value) in environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        process.Start();
        using var limit = new CancellationTokenSource(StartLimit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(BareServer.Greeting, StringComparison.Ordinal))
            {
                return new BareProcess(process, new Uri(line[BareServer.Greeting.Length..]));
            }
        }

        throw new InvalidOperationException($"The bare server of {command} ended before it served.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
    }
}
