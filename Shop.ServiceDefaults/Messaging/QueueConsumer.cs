using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Consumes one message's queue for as long as the service runs: one <see cref="ConsumerSession"/> after the other.</summary>
internal sealed partial class QueueConsumer(
    ConsumerRegistration registration,
    DeliveryHandler each,
    BatchHandler? together,
    PostgresProbe? store,
    Topology topology,
    Broker broker,
    MessagingOptions options,
    TimeProvider time,
    ILogger logger)
{
    // A session that lasted this long was no failure to start.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <param name="stopping">Stop consuming, finish what is under way.</param>
    /// <param name="abort">Finish nothing.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        while (true)
        {
            var start = time.GetTimestamp();
            try
            {
                await ConsumeAsync(stopping, abort);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                LogInterrupted(exception, topology.Queue(registration.Message));
            }

            if (time.GetElapsedTime(start) > Settled)
            {
                backoff.Reset();
            }

            await backoff.DelayAsync(time, stopping);
        }
    }

    private async Task ConsumeAsync(CancellationToken stopping, CancellationToken abort)
    {
        if (store is not null)
        {
            await store.WaitAsync(stopping);
        }

        // Batches gather by themselves, in the order of the queue.
        var (concurrency, prefetch) = together is null ? (options.Concurrency, options.Prefetch) : (1, options.BatchSize);
        var channel = await broker.Consuming.OpenChannelAsync(
            new CreateChannelOptions(false, false, consumerDispatchConcurrency: (ushort)concurrency), stopping);
        await using ConsumerSession session = together is null
            ? new EachSession(broker.Consuming, channel, each, concurrency, time, abort)
            : new BatchSession(broker.Consuming, channel, together, each, prefetch, registration.Rest, time, abort);
        await session.StartAsync(await DeclareAsync(channel, stopping), prefetch, stopping);
        await session.Ended.WaitAsync(stopping);
    }

    private Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken) =>
        registration.Kind == ConsumerKind.EveryReplica
            ? topology.DeclareReplicaQueueAsync(channel, registration.Message, cancellationToken)
            : topology.DeclareQueueAsync(broker.Consuming, channel, registration.Message, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Queue}: consuming was interrupted; what was not acknowledged comes again")]
    private partial void LogInterrupted(Exception exception, string queue);
}
