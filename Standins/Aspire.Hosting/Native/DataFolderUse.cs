using System.Globalization;

namespace Aspire.Hosting.Native;

/// <summary>What a server needs to know about its data folder before it may touch it.</summary>
internal static class DataFolderUse
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public static void EnsureWritable(NativeServerContext context)
    {
        try
        {
            File.Open(Path.Combine(context.DataFolder, ".writable"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            }).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The data folder '{context.DataFolder}' of '{context.Resource.Name}' cannot be written to: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Waits until no server works in the folder any more: one whose AppHost was killed takes a moment to shut down,
    /// and two servers on the same data would destroy it.
    /// </summary>
    /// <param name="program">The program's name as the kernel knows it, which is cut to 15 characters.</param>
    public static async Task WaitUntilFreeAsync(NativeServerContext context, string program, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (OccupantOf(context.DataFolder, program) is { } occupant)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new DistributedApplicationException($"Another {program} (process {occupant}) works in the data folder '{context.DataFolder}' of '{context.Resource.Name}'. Stop it first.");
            }
            await Task.Delay(Poll, cancellationToken);
        }
    }

    private static int? OccupantOf(string folder, string program)
    {
        if (!Directory.Exists("/proc"))
        {
            return null;
        }
        var real = WithoutLinks(Path.GetFullPath(folder));
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) && WorksIn(process, real, program))
            {
                return id;
            }
        }
        return null;
    }

    private static string WithoutLinks(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }
        var entry = Path.Combine(WithoutLinks(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(entry, returnFinalTarget: true) is { } target ? WithoutLinks(target.FullName) : entry;
    }

    private static bool WorksIn(string process, string folder, string program)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).TrimEnd('\n') == program
                && new FileInfo(Path.Combine(process, "cwd")).LinkTarget is { } workingDirectory
                && (workingDirectory == folder || workingDirectory.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // It ended meanwhile, or is somebody else's.
        }
    }
}
