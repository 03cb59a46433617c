using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>What the resilience of gRPC calls did: retries, refusals, and breakers that are open.</summary>
internal sealed partial class ResilienceTelemetry
{
    /// <summary>The name of the Meter.</summary>
    public const string Name = "Shop.Resilience";

    private readonly ConcurrentDictionary<(string Target, Uri Replica), bool> _open = new();
    private readonly ILogger<ResilienceTelemetry> _logger;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _refusals;

    public ResilienceTelemetry(IMeterFactory meters, ILogger<ResilienceTelemetry> logger)
    {
        _logger = logger;
        var meter = meters.Create(Name);
        _retries = meter.CreateCounter<long>("shop.resilience.retries", "{attempt}", "Attempts after the first of a call.");
        _refusals = meter.CreateCounter<long>("shop.resilience.refusals", "{call}", "Calls that were not sent: too many under way, or every breaker open.");
        meter.CreateObservableGauge("shop.resilience.breakers.open", Breakers, "{breaker}", "1 while the breaker of a replica is open, else 0.");
    }

    public void Retried(string target) => _retries.Add(1, Target(target));

    public void Refused(string target, string reason) => _refusals.Add(1, Target(target), new("error.type", reason));

    public void BreakerOpened(string target, Uri replica)
    {
        // A probe that fails opens it again: that is no news.
        if (!_open.TryGetValue((target, replica), out var open) || !open)
        {
            LogOpened(target, replica);
        }

        _open[(target, replica)] = true;
    }

    public void BreakerClosed(string target, Uri replica)
    {
        _open[(target, replica)] = false;
        LogClosed(target, replica);
    }

    private IEnumerable<Measurement<int>> Breakers() =>
        _open.Select(breaker => new Measurement<int>(breaker.Value ? 1 : 0, Target(breaker.Key.Target), new("server.address", breaker.Key.Replica.Authority)));

    private static KeyValuePair<string, object?> Target(string target) => new("shop.target", target);

    [LoggerMessage(LogLevel.Warning, "{Target} at {Replica} does not answer: its circuit breaker is open")]
    private partial void LogOpened(string target, Uri replica);

    [LoggerMessage(LogLevel.Information, "{Target} at {Replica} answers again: its circuit breaker is closed")]
    private partial void LogClosed(string target, Uri replica);
}
