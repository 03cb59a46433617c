using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Shop.Tests.Unit.ServiceDefaults.Loopback;

/// <summary>Keeps what a host logs.</summary>
internal sealed class CollectedLogs
{
    public ConcurrentQueue<(LogLevel Level, string Message, Exception? Exception)> Entries { get; } = new();

    /// <summary>What a host logs to.</summary>
    public ILoggerProvider NewProvider() => new Provider(this);

    private sealed class Provider(CollectedLogs logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(logs);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(CollectedLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Entries.Enqueue((logLevel, formatter(state, exception), exception));
    }
}
