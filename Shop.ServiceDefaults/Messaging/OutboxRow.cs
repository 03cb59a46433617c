using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>An event in the outbox.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Type">Full name of the protobuf message, and the routing key.</param>
/// <param name="Payload">The protobuf message.</param>
/// <param name="OccurTime">When it was written, UTC.</param>
/// <param name="TraceParent">W3C trace context of the writer.</param>
/// <param name="TraceState">See <paramref name="TraceParent"/>.</param>
internal sealed record OutboxRow(Guid Id, string Type, byte[] Payload, DateTime OccurTime, string? TraceParent, string? TraceState)
{
    /// <summary>The event as a message, sent on behalf of a span.</summary>
    public Publication ToPublication(string exchange, string? traceParent)
    {
        var headers = new Dictionary<string, object?>
        {
            [MessageHeaders.OccurTime] = new DateTimeOffset(OccurTime).ToUnixTimeMilliseconds(),
        };
        if (traceParent is not null)
        {
            headers[MessageHeaders.TraceParent] = traceParent;
        }

        if (TraceState is not null)
        {
            headers[MessageHeaders.TraceState] = TraceState;
        }

        var properties = new BasicProperties
        {
            MessageId = Id.ToString(),
            Type = Type,
            ContentType = "application/protobuf",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = headers,
        };
        // Not mandatory: who must get it has a queue by now, and nobody else has to.
        return new Publication(exchange, Type, Mandatory: false, properties, Payload);
    }
}
