using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>Turns what the host reports of a request into names, tags and status of the span that the host has started.</summary>
internal sealed class RequestListener(AspNetCoreTraceInstrumentationOptions options) : IObserver<KeyValuePair<string, object?>>
{
    /// <summary>Both the activity source and the diagnostic listener of ASP.NET Core.</summary>
    public const string SourceName = "Microsoft.AspNetCore";

    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";
    private const string Started = Request + ".Start";
    private const string Stopped = Request + ".Stop";
    private const string HostException = "Microsoft.AspNetCore.Hosting.UnhandledException";
    private const string MiddlewareException = "Microsoft.AspNetCore.Diagnostics.UnhandledException";

    public static bool IsWanted(string eventName) =>
        eventName is Request or Started or Stopped or HostException or MiddlewareException;

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Activity.Current is not { } activity)
        {
            return;
        }

        switch (value.Key)
        {
            case Started when value.Value is HttpContext context:
                OnStarted(activity, context);
                break;
            case Stopped when value.Value is HttpContext context && activity.IsAllDataRequested:
                OnStopped(activity, context);
                break;
            case HostException or MiddlewareException when activity.IsAllDataRequested:
                OnException(activity, value.Value);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void OnStarted(Activity activity, HttpContext context)
    {
        BaggageOfRequest.Restore(context.Request);
        if (!activity.IsAllDataRequested)
        {
            return;
        }

        if (!IsCollected(context))
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }

        HttpAttributes.OfRequest(activity, context.Request, redactQuery: !options.DisableUrlQueryRedaction);
        Enrich(options.EnrichWithHttpRequest, activity, context.Request);
    }

    private void OnStopped(Activity activity, HttpContext context)
    {
        HttpAttributes.OfResponse(activity, context);
        if (options.EnableGrpcAspNetCoreSupport)
        {
            GrpcAttributes.Set(activity, context.Connection);
        }

        if (activity.Status == ActivityStatusCode.Unset && context.Response.StatusCode is >= 500 or < 100)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }

        Enrich(options.EnrichWithHttpResponse, activity, context.Response);
    }

    private void OnException(Activity activity, object? payload)
    {
        // The payload is an anonymous type of the host, or of the middleware.
        if (payload?.GetType().GetProperty("exception")?.GetValue(payload) is not Exception exception)
        {
            return;
        }

        activity.SetTag("error.type", exception.GetType().FullName);
        activity.SetStatus(ActivityStatusCode.Error);
        if (options.RecordException)
        {
            activity.AddException(exception);
        }

        Enrich(options.EnrichWithException, activity, exception);
    }

    private bool IsCollected(HttpContext context)
    {
        try
        {
            return options.Filter?.Invoke(context) ?? true;
        }
        catch (Exception exception)
        {
            InstrumentationEventSource.Log.FilterFailed(exception.ToString());
            return false;
        }
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
