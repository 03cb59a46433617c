using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>Tells a process from a later one that was given the same id.</summary>
internal static class ProcessIdentity
{
    private const int StartTimeField = 22;

    /// <returns>The process's start in clock ticks since boot, or null when there is no such process.</returns>
    public static long? StartOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            // The name in parentheses may hold spaces and parentheses; what follows it does not.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // A dead process that nobody has waited for holds no resource any more.
            return fields[0] == "Z" ? null : long.Parse(fields[StartTimeField - 3], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static bool Lives(int pid, long start) => StartOf(pid) == start;
}
