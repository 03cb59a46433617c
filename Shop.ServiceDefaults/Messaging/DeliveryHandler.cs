using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Takes one delivery of a queue to its outcome.</summary>
internal sealed partial class DeliveryHandler(
    string queue,
    ConsumerKind kind,
    IEffect effect,
    EffectRun run,
    RetryPolicy policy,
    Rerouter rerouter,
    PostgresProbe? store,
    string exchange,
    MessagingTelemetry telemetry,
    ILogger logger)
{
    /// <summary>
    /// Handles a delivery. True: it is dealt with, acknowledge it. False: it cannot be dealt with now because the store is away;
    /// leave it, and stop for a while.
    /// </summary>
    /// <exception cref="BrokerException">It failed, and the broker did not take it for later.</exception>
    public async Task<bool> HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var span = MessagingTelemetry.StartProcess(exchange, queue, delivery);
        var start = telemetry.Start();
        try
        {
            if (await run.RunAsync(token => effect.ApplyAsync(delivery, token), cancellationToken))
            {
                telemetry.Consumed(queue, start);
            }
            else
            {
                telemetry.Duplicate(queue, start);
            }

            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            span?.AddException(exception).SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().FullName);
            if (await IsStoreAwayAsync(exception, cancellationToken))
            {
                LogStoreAway(queue, exception.Message);
                return false;
            }

            await FailAsync(delivery, exception, start, cancellationToken);
            return true;
        }
    }

    private async Task<bool> IsStoreAwayAsync(Exception exception, CancellationToken cancellationToken) =>
        store is not null
        && (PostgresFailure.IsAway(exception)
            || (PostgresFailure.IsTimeout(exception) && !await store.IsThereAsync(cancellationToken)));

    private async Task FailAsync(Delivery delivery, Exception exception, long start, CancellationToken cancellationToken)
    {
        if (kind == ConsumerKind.EveryReplica)
        {
            LogDropped(exception, queue, delivery.Properties.MessageId);
            return;
        }

        var retry = policy.Decide(exception, delivery.Attempt, delivery.Waits);
        await rerouter.RerouteAsync(delivery, queue, retry, exception, cancellationToken);
        if (retry.Step is null)
        {
            telemetry.DeadLettered(queue, start, exception);
            LogDead(exception, queue, delivery.Properties.MessageId, retry.Attempt);
        }
        else
        {
            telemetry.Retried(queue, start, exception);
            LogRetry(exception, queue, delivery.Properties.MessageId, retry.Attempt);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Queue}: Postgres is away, consuming pauses: {Reason}")]
    private partial void LogStoreAway(string queue, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Queue}: message {MessageId} failed and waits for try {Attempt}")]
    private partial void LogRetry(Exception exception, string queue, string? messageId, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Queue}: message {MessageId} is a dead letter after {Attempts} tries")]
    private partial void LogDead(Exception exception, string queue, string? messageId, int attempts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Queue}: message {MessageId} failed and is dropped")]
    private partial void LogDropped(Exception exception, string queue, string? messageId);
}
