using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>Makes an AppHost the only one on its data root. The lock is the kernel's and goes with the process, however it ends.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    public static RunLock Acquire(string dataRoot)
    {
        DataRoot.EnsureWritable(dataRoot);
        var path = Path.Combine(dataRoot, "apphost.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new DistributedApplicationException(
                $"Another AppHost{Owner(dataRoot)} runs on the data folder '{dataRoot}'. Stop it, or choose another folder with --{DataRoot.ConfigurationKey}=<folder>.", exception);
        }
        file.SetLength(0);
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        return new RunLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string Owner(string dataRoot) => RunFile.Read(dataRoot) is { } run ? $" (process {run.Pid})" : "";
}
