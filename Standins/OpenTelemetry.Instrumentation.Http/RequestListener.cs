using System.Diagnostics;
using OpenTelemetry.Context.Propagation;

namespace OpenTelemetry.Instrumentation.Http;

/// <summary>Lets the options filter and enrich the spans that the runtime makes, and sends the baggage along.</summary>
internal sealed class RequestListener(HttpClientTraceInstrumentationOptions options) : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    public const string ActivitySourceName = "System.Net.Http";
    public const string DiagnosticListenerName = "HttpHandlerDiagnosticListener";

    private const string Request = "System.Net.Http.HttpRequestOut";
    private const string Started = Request + ".Start";
    private const string Stopped = Request + ".Stop";
    private const string Failed = "System.Net.Http.Exception";

    private IDisposable? _subscription;

    public void Attach(DiagnosticListener source) =>
        _subscription = source.Subscribe(this, static name => name is Request or Started or Stopped or Failed);

    public void Dispose() => _subscription?.Dispose();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Activity.Current is not { } activity)
        {
            return;
        }

        switch (value.Key)
        {
            case Started when Payload.Request(value.Value) is { } request:
                OnStarted(activity, request);
                break;
            case Stopped when activity.IsAllDataRequested && Payload.Response(value.Value) is { } response:
                Enrich(options.EnrichWithHttpResponseMessage, activity, response);
                break;
            case Failed when activity.IsAllDataRequested && Payload.Exception(value.Value) is { } exception:
                Enrich(options.EnrichWithException, activity, exception);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void OnStarted(Activity activity, HttpRequestMessage request)
    {
        SendBaggage(activity, request);
        if (!activity.IsAllDataRequested)
        {
            return;
        }

        if (!IsCollected(request))
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        Enrich(options.EnrichWithHttpRequestMessage, activity, request);
    }

    private bool IsCollected(HttpRequestMessage request)
    {
        try
        {
            return options.FilterHttpRequestMessage?.Invoke(request) ?? true;
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.FilterFailed(exception.ToString());
            return false;
        }
    }

    // The runtime itself sends the trace context and an activity's own baggage only.
    private static void SendBaggage(Activity activity, HttpRequestMessage request)
    {
        var propagator = Propagators.DefaultTextMapPropagator;
        if (propagator is TraceContextPropagator)
        {
            return;
        }

        propagator.Inject(new PropagationContext(activity.Context, Baggage.Current), request, static (to, name, value) =>
        {
            to.Headers.Remove(name);
            to.Headers.TryAddWithoutValidation(name, value);
        });
    }

    private static void Enrich<T>(Action<Activity, T>? enrich, Activity activity, T what)
    {
        try
        {
            enrich?.Invoke(activity, what);
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.EnrichmentFailed(exception.ToString());
        }
    }
}
