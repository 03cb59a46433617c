namespace Aspire.Hosting.Native;

/// <summary>How a server that Aspire officially runs in a container runs as a child process instead.</summary>
internal interface INativeServer
{
    /// <summary>Creates or upgrades the data folder and writes configuration; called before every start.</summary>
    /// <exception cref="DistributedApplicationException">The server's program is missing: one line that says what to install.</exception>
    Task PrepareAsync(NativeServerContext context, CancellationToken cancellationToken);

    ProcessSpec CreateProcess(NativeServerContext context);

    /// <summary>A cheap probe at socket level. The resource is Running from the first true on; its health checks come after.</summary>
    Task<bool> IsReadyAsync(NativeServerContext context, CancellationToken cancellationToken);
}
