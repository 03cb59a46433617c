using System.Diagnostics;

namespace Shop.Load.Bench;

/// <summary>The processes that a call keeps busy. What it costs them in processor time does not depend on what else the machine does.</summary>
/// <param name="Server">The one that serves it.</param>
/// <param name="Others">Those behind it.</param>
internal sealed record MeasuredProcesses(int Server, IReadOnlyList<int> Others)
{
    /// <returns>Of the server, and of all, the caller included.</returns>
    public ProcessorTimes Read()
    {
        var server = Of(Server);
        return new(server, server + Others.Append(Environment.ProcessId).Aggregate(TimeSpan.Zero, (sum, id) => sum + Of(id)));
    }

    private static TimeSpan Of(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }
}
