using Microsoft.AspNetCore.Http;
using OpenTelemetry.Context.Propagation;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>The host continues the trace; the baggage is continued here.</summary>
internal static class BaggageOfRequest
{
    public static void Restore(HttpRequest request)
    {
        var propagator = Propagators.DefaultTextMapPropagator;
        if (propagator is not TraceContextPropagator)
        {
            Baggage.Current = propagator.Extract(default, request, static (from, name) => from.Headers[name]).Baggage;
        }
    }
}
