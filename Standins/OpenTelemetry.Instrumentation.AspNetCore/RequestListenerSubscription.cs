using System.Diagnostics;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>Attaches a listener to the diagnostics of every host in the process, those to come included, until it is disposed.</summary>
internal sealed class RequestListenerSubscription : IObserver<DiagnosticListener>, IDisposable
{
    private readonly RequestListener _listener;
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _subscriptions = [];
    private bool _disposed;

    public RequestListenerSubscription(RequestListener listener)
    {
        _listener = listener;
        Keep(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == RequestListener.SourceName)
        {
            Keep(value.Subscribe(_listener, RequestListener.IsWanted));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        List<IDisposable> ending;
        lock (_lock)
        {
            _disposed = true;
            ending = [.. _subscriptions];
            _subscriptions.Clear();
        }

        ending.ForEach(subscription => subscription.Dispose());
    }

    private void Keep(IDisposable subscription)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _subscriptions.Add(subscription);
                return;
            }
        }

        subscription.Dispose();
    }
}
