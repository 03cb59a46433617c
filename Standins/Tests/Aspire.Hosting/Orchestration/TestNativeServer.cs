using Aspire.Hosting.Native;

namespace Standins.Tests.Aspire.Hosting;

/// <summary>A native server whose program is a shell script; it is ready once its data folder holds the file "ready".</summary>
internal sealed class TestNativeServer(string script) : INativeServer
{
    public NativeServerContext? Context { get; private set; }

    public Task PrepareAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        Context = context;
        return Task.CompletedTask;
    }

    public ProcessSpec CreateProcess(NativeServerContext context) =>
        new("/bin/sh", ["-c", script], new Dictionary<string, string?>(), context.DataFolder);

    public Task<bool> IsReadyAsync(NativeServerContext context, CancellationToken cancellationToken) => Task.FromResult(File.Exists(Path.Combine(context.DataFolder, "ready")));
}
