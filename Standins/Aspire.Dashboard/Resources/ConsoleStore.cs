using System.Collections.Concurrent;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Resources;

/// <summary>The newest lines of every resource's console.</summary>
internal sealed class ConsoleStore(TelemetryLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Queue<ConsoleLine>> _lines = new(StringComparer.OrdinalIgnoreCase);
    private long _last;

    public ChangeSignal Changed { get; } = new();

    public void Write(string resource, string text, bool isError)
    {
        var lines = _lines.GetOrAdd(resource, _ => new Queue<ConsoleLine>());
        lock (lines)
        {
            lines.Enqueue(new ConsoleLine(Interlocked.Increment(ref _last), resource, time.GetUtcNow().ToUnixTimeMilliseconds(), text, isError));
            if (lines.Count > limits.MaxConsoleLogCount)
            {
                lines.Dequeue();
            }
        }
        Changed.Raise();
    }

    /// <param name="resources">Whose lines; all when empty.</param>
    /// <returns>The newest lines after a number, in the order in which they came.</returns>
    public IReadOnlyList<ConsoleLine> After(long number, IReadOnlyCollection<string> resources, int limit)
    {
        var found = new List<ConsoleLine>();
        foreach (var (resource, lines) in _lines)
        {
            if (resources.Count == 0 || resources.Contains(resource, StringComparer.OrdinalIgnoreCase))
            {
                lock (lines)
                {
                    found.AddRange(lines.Where(line => line.Number > number));
                }
            }
        }
        found.Sort((left, right) => left.Number.CompareTo(right.Number));
        return found.Count > limit ? found[^limit..] : found;
    }
}
