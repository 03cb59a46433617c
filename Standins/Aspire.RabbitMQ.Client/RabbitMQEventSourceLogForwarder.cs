using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Aspire.RabbitMQ.Client;

/// <summary>RabbitMQ.Client reports to an event source only; this brings it into the log, category <c>RabbitMQ.Client</c>.</summary>
internal sealed partial class RabbitMQEventSourceLogForwarder(ILoggerFactory loggerFactory) : IDisposable
{
    private const string EventSourceName = "rabbitmq-client";

    private readonly ILogger _logger = loggerFactory.CreateLogger("RabbitMQ.Client");
    private readonly Lock _starting = new();
    private Listener? _listener;

    public void Start()
    {
        lock (_starting)
        {
            _listener ??= new Listener(Forward);
        }
    }

    public void Dispose() => _listener?.Dispose();

    private void Forward(EventWrittenEventArgs written)
    {
        var message = written.Payload is { Count: > 0 } payload ? payload[0]?.ToString() : written.EventName;
        var level = written.Level switch
        {
            EventLevel.Critical => LogLevel.Critical,
            EventLevel.Error => LogLevel.Error,
            EventLevel.Warning => LogLevel.Warning,
            EventLevel.Verbose => LogLevel.Debug,
            _ => LogLevel.Information,
        };
        LogEvent(level, message, ExceptionDetail(written));
    }

    // The event source flattens an exception to its type, message and stack trace.
    private static string? ExceptionDetail(EventWrittenEventArgs written)
        => written.Payload is { Count: > 1 } payload && payload[1] is IDictionary<string, object?> detail
            ? string.Join(Environment.NewLine, detail.Values)
            : null;

    [LoggerMessage(EventName = "RabbitMQClientEvent", Message = "{Event} {Exception}")]
    private partial void LogEvent(LogLevel level, string? @event, string? exception);

    private sealed class Listener(Action<EventWrittenEventArgs> forward) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == EventSourceName)
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => forward(eventData);
    }
}
