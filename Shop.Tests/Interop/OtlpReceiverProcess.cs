using System.Diagnostics;
using System.Text.Json;

namespace Shop.Tests.Interop;

/// <summary>A receiver of OTLP over gRPC that nobody here wrote, as a process: <c>otlp-receiver.mjs</c>.</summary>
internal sealed class OtlpReceiverProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private OtlpReceiverProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    public static async Task<OtlpReceiverProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("node", ["otlp-receiver.mjs"])
        {
            WorkingDirectory = NodeProgram.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = await process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        return new OtlpReceiverProcess(process, address ?? throw new InvalidOperationException("The receiver ended before it listened."));
    }

    /// <summary>Ends it, and tells what has come.</summary>
    public async Task<JsonDocument> EndAsync()
    {
        _process.StandardInput.Close();
        var received = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        return JsonDocument.Parse(received);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
