using System.Diagnostics;

namespace Shop.Load.Bench;

/// <summary>A <see cref="BareServer"/> in a process of its own, with the garbage collector of the services.</summary>
internal sealed class BareProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    private BareProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it serves gRPC.</summary>
    public Uri Address { get; }

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
                Environment = { ["DOTNET_gcServer"] = "1" },
            },
        };
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
