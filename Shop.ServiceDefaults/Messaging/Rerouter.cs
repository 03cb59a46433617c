using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Sends a message that failed to where it waits, or to the dead letters. The broker has confirmed the copy before the original
/// is acknowledged: a crash in between leaves two, never none.
/// </summary>
internal sealed class Rerouter(Broker broker, Topology topology, IOptions<MessagingOptions> options, TimeProvider time) : IAsyncDisposable
{
    private const int MaxReason = 500;

    private readonly ConfirmedPublisher _publisher = new(
        broker.Publishing, (_, cancellationToken) => topology.DeclareWaitsAsync(broker.Publishing, cancellationToken), options.Value.ConfirmTimeout, time);

    public Task RerouteAsync(Delivery delivery, string queue, Retry retry, Exception exception, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties(delivery.Properties) { Headers = Headers(delivery.Properties, retry) };
        if (retry.Step is { } step)
        {
            // The routing key is where the broker takes it when its time is up.
            return PublishAsync(new(topology.Wait(step), queue, Mandatory: true, properties, delivery.Body), cancellationToken);
        }

        properties.Headers[MessageHeaders.Reason] = Reason(exception);
        return PublishAsync(new("", QueueNames.Dead(queue), Mandatory: true, properties, delivery.Body), cancellationToken);
    }

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();

    private async Task PublishAsync(Publication publication, CancellationToken cancellationToken)
    {
        await _publisher.OpenAsync(cancellationToken);
        if (await _publisher.PublishAsync([publication], cancellationToken) is not [true])
        {
            throw new BrokerException($"The broker refused a message for {publication.RoutingKey}.");
        }
    }

    private Dictionary<string, object?> Headers(IReadOnlyBasicProperties properties, Retry retry)
    {
        // What the broker noted on the way stays behind: by it, it would take the next round for a loop.
        var headers = (properties.Headers ?? new Dictionary<string, object?>())
            .Where(header => !header.Key.StartsWith("x-", StringComparison.Ordinal))
            .ToDictionary();
        headers[MessageHeaders.Attempt] = retry.Attempt;
        headers[MessageHeaders.Waits] = retry.Waits;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        headers.TryAdd(MessageHeaders.FirstFailureTime, now);
        headers[MessageHeaders.LastFailureTime] = now;
        return headers;
    }

    // The first line: enough to know it again. What a statement or a body held stands in none of ours.
    private static string Reason(Exception exception)
    {
        var reason = $"{exception.GetType().FullName}: {exception.Message.Split('\n')[0].TrimEnd()}";
        return reason.Length <= MaxReason ? reason : reason[..MaxReason];
    }
}
