using System.Diagnostics;
using System.Globalization;

namespace Shop.Load.Running;

/// <summary>Signals to processes that are not this program's own children, and whether they still run.</summary>
internal static class ProcessSignals
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends a signal; a process that is gone already does not mind.</summary>
    /// <param name="processId">To which process.</param>
    /// <param name="signal">Its name without SIG, e.g. <c>STOP</c>.</param>
    public static async Task SendAsync(int processId, string signal)
    {
        var start = new ProcessStartInfo("kill", [$"-{signal}", processId.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true };
        using var kill = Process.Start(start)!;
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until a process is gone; a zombie counts as gone, it runs no more.</summary>
    public static Task<bool> IsGoneAsync(int processId, TimeSpan limit) => BecomesAsync(() => !IsRunning(processId), limit);

    /// <summary>Waits until a process stands still, stopped by a signal.</summary>
    public static Task<bool> IsStoppedAsync(int processId, TimeSpan limit) => BecomesAsync(() => Stat(processId) is { State: 'T' }, limit);

    /// <summary>The processes that a process has started and that still run.</summary>
    public static IReadOnlyList<int> ChildrenOf(int processId) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is { } stat && stat.Parent == processId),
    ];

    /// <summary>What a process calls itself: its command line, which servers use as a title.</summary>
    public static string TitleOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<bool> BecomesAsync(Func<bool> condition, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
            {
                return false;
            }

            await Task.Delay(Glance);
        }

        return true;
    }

    private static bool IsRunning(int processId) => Stat(processId) is { State: not ('Z' or 'X') };

    private static (char State, int Parent)? Stat(int processId)
    {
        try
        {
            // "pid (name) state parent ...": the name may hold anything but the last parenthesis.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var rest = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (rest[0][0], int.Parse(rest[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
