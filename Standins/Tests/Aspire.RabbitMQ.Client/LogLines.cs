using System.Collections.Concurrent;

namespace Standins.Tests.Rabbit;

/// <summary>Keeps what is logged, by category.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Line)> _lines = new();

    public (LogLevel Level, string Line)[] Of(string category)
        => [.. _lines.Where(line => line.Category == category).Select(line => (line.Level, line.Line))];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines._lines.Enqueue((category, logLevel, formatter(state, exception)));
    }
}
