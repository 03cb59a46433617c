using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>A consumer without Postgres: keeps what it was given.</summary>
internal sealed class Counted(ConcurrentQueue<(Guid Id, long Number)> seen) : IIdempotentConsumer<Int64Value>
{
    public Task ConsumeAsync(Int64Value message, MessageContext context, CancellationToken cancellationToken)
    {
        seen.Enqueue((context.MessageId, message.Value));
        return Task.CompletedTask;
    }
}
