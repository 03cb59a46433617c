using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Polly.Telemetry;

/// <summary>Reports resilience events as metrics of the meter "Polly", and those that matter to the log.</summary>
internal sealed partial class PollyTelemetryListener : TelemetryListener
{
    private readonly Lazy<ILogger> _logger;
    private readonly Counter<int> _events;
    private readonly Histogram<double> _attemptDuration;
    private readonly Histogram<double> _pipelineDuration;

    public PollyTelemetryListener(IMeterFactory meters, IServiceProvider services)
    {
        _logger = new(() => CreateLogger(services));
        var meter = meters.Create("Polly", version: "1.0");
        _events = meter.CreateCounter<int>("resilience.polly.strategy.events", description: "The number of resilience events that occurred.");
        _attemptDuration = meter.CreateHistogram<double>("resilience.polly.strategy.attempt.duration", "ms", "The duration of execution attempts.");
        _pipelineDuration = meter.CreateHistogram<double>("resilience.polly.pipeline.duration", "ms", "The duration of resilience pipelines.");
    }

    public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args)
    {
        var tags = Tags(args.Source, args.Event, args.Context, args.Outcome?.Exception);
        switch (args.Arguments)
        {
            case PipelineExecutedArguments pipeline when _pipelineDuration.Enabled:
                _pipelineDuration.Record(pipeline.Duration.TotalMilliseconds, tags);
                break;
            case ExecutionAttemptArguments attempt when _attemptDuration.Enabled:
                tags.Add("attempt.number", attempt.AttemptNumber);
                tags.Add("attempt.handled", attempt.Handled);
                _attemptDuration.Record(attempt.Duration.TotalMilliseconds, tags);
                break;
            case not (PipelineExecutedArguments or ExecutionAttemptArguments):
                _events.Add(1, tags);
                break;
        }

        if (args.Event.Severity >= ResilienceEventSeverity.Warning)
        {
            Occurred(_logger.Value, LevelOf(args.Event.Severity), args.Outcome?.Exception, args.Event.EventName, SourceOf(args.Source), ResultOf(args.Outcome));
        }
    }

    // Only when there is something to log: exporters of logs have HTTP clients too, and are made with the logger factory.
    private static ILogger CreateLogger(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<ILoggerFactory>().CreateLogger("Polly");
        }
        catch (ObjectDisposedException)
        {
            // The application has ended, and an exporter is sending its last batch.
            return NullLogger.Instance;
        }
    }

    private static TagList Tags(ResilienceTelemetrySource source, ResilienceEvent happened, ResilienceContext context, Exception? exception)
    {
        TagList tags = [new("event.name", happened.EventName), new("event.severity", happened.Severity.ToString())];
        AddTo(ref tags, "pipeline.name", source.PipelineName);
        AddTo(ref tags, "pipeline.instance", source.PipelineInstanceName);
        AddTo(ref tags, "strategy.name", source.StrategyName);
        AddTo(ref tags, "operation.key", context.OperationKey);
        AddTo(ref tags, "exception.type", exception?.GetType().FullName);
        return tags;
    }

    private static void AddTo(ref TagList tags, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            tags.Add(name, value);
        }
    }

    private static LogLevel LevelOf(ResilienceEventSeverity severity) => severity switch
    {
        ResilienceEventSeverity.Warning => LogLevel.Warning,
        ResilienceEventSeverity.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    private static string SourceOf(ResilienceTelemetrySource source) =>
        $"{source.PipelineName ?? "(null)"}/{source.PipelineInstanceName}/{source.StrategyName ?? "(null)"}";

    private static string? ResultOf<TResult>(Outcome<TResult>? outcome) => outcome switch
    {
        { Exception: { } exception } => exception.Message,
        { Result: HttpResponseMessage response } => ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    [LoggerMessage(EventId = 0, EventName = "ResilienceEvent",
        Message = "Resilience event occurred. EventName: '{EventName}', Source: '{Source}', Result: '{Result}'")]
    private static partial void Occurred(ILogger logger, LogLevel level, Exception? exception, string eventName, string source, string? result);
}
