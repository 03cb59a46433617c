using System.Diagnostics;

namespace OpenTelemetry.Instrumentation.Http;

/// <summary>Attaches a listener to the process's HttpClient diagnostics, of which there is one source, until it is disposed.</summary>
internal sealed class RequestListenerSubscription(RequestListener listener) : IDisposable
{
    private readonly IDisposable _sources = DiagnosticListener.AllListeners.Subscribe(new Sources(listener));

    public void Dispose()
    {
        _sources.Dispose();
        listener.Dispose();
    }

    private sealed class Sources(RequestListener listener) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == RequestListener.DiagnosticListenerName)
            {
                listener.Attach(value);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
