using System.Diagnostics.Tracing;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>Where the mistakes of callbacks go, which must fail no request. The SDK's self-diagnostics writes it to a file.</summary>
[EventSource(Name = "OpenTelemetry-Instrumentation-AspNetCore")]
internal sealed class InstrumentationEventSource : EventSource
{
    public static readonly InstrumentationEventSource Log = new();

    [Event(1, Message = "The filter threw, so the request is not collected: {0}", Level = EventLevel.Error)]
    public void FilterFailed(string exception) => WriteEvent(1, exception);

    [Event(2, Message = "An enrichment threw: {0}", Level = EventLevel.Error)]
    public void EnrichmentFailed(string exception) => WriteEvent(2, exception);
}
