using Aspire.Hosting.Native;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Ends what an AppHost that was killed may have left running on this data root.</summary>
internal sealed class Survivors(AppHostSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (RunFile.Read(settings.DataRoot) is not { } last)
        {
            return;
        }
        await Task.WhenAll(last.Resources.Select(resource => EndAsync(resource, cancellationToken)));
        if (IsOurs(last.TemporaryFolder))
        {
            DataFolders.Delete(last.TemporaryFolder);
        }
        RunFile.Delete(settings.DataRoot);
    }

    private async Task EndAsync(RunStateResource resource, CancellationToken cancellationToken)
    {
        if (resource is not { Pid: { } pid, ProcessStart: { } start } || !ProcessIdentity.Lives(pid, start))
        {
            return;
        }
        LibC.Kill(pid, resource.StopSignal ?? UnixSignals.Term);
        var asked = time.GetTimestamp();
        while (ProcessIdentity.Lives(pid, start))
        {
            if (time.GetElapsedTime(asked) > Patience)
            {
                LibC.Kill(pid, UnixSignals.Kill);
            }
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    // The file could be anybody's: only what looks like a folder of ours in the temporary folder is deleted.
    private bool IsOurs(string folder) =>
        Path.GetDirectoryName(folder) == Path.GetDirectoryName(Path.Combine(Path.GetTempPath(), "x"))
        && Path.GetFileName(folder).StartsWith(settings.Name + "-", StringComparison.Ordinal);
}
