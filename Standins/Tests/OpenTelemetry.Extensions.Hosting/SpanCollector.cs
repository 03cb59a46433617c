using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Standins.Tests.Telemetry;

/// <summary>Keeps what a tracer provider exports. Sources are shared by the process, so it keeps only the spans that a test asks for.</summary>
internal sealed class SpanCollector(Func<Activity, bool> isWanted) : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly SemaphoreSlim _arrived = new(0);

    public IReadOnlyCollection<Activity> Spans => _spans;

    public async Task<Activity> NextAsync()
    {
        (await _arrived.WaitAsync(LoopbackServer.Patience)).ShouldBeTrue("no span arrived");
        return _spans.TryDequeue(out var span) ? span : throw new InvalidOperationException("Somebody else took the span.");
    }

    public override void OnEnd(Activity data)
    {
        // As an exporting processor does: only what is sampled.
        if (data.Recorded && isWanted(data))
        {
            _spans.Enqueue(data);
            _arrived.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _arrived.Dispose();
        }

        base.Dispose(disposing);
    }
}
