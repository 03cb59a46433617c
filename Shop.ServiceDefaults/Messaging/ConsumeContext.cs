using Google.Protobuf;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// The transaction that a message's effect belongs to. It holds the inbox row (a duplicate fails on it, and nothing happens
/// twice), the statements of the consumer and the events it publishes, and commits after the consumer returned: in one round
/// trip unless the consumer reads.
/// </summary>
public sealed class ConsumeContext : MessageContext
{
    private readonly BatchedTransaction _transaction;
    private readonly List<IMessage> _events = [];

    internal ConsumeContext(Delivery delivery, BatchedTransaction transaction)
        : base(delivery.MessageId, delivery.OccurTime, delivery.Attempt) => _transaction = transaction;

    /// <summary>
    /// Where the consumer adds its statements. They run in order, when <see cref="ReadAsync"/> is called or after the consumer
    /// returned. A new one after every <see cref="ReadAsync"/>.
    /// </summary>
    public NpgsqlBatch Batch => _transaction.Batch;

    internal IReadOnlyList<IMessage> Events => _events;

    /// <summary>Publishes events with the effect: they go to the outbox in the same transaction.</summary>
    public void Publish(params ReadOnlySpan<IMessage> events) => _events.AddRange(events);

    /// <summary>
    /// Runs <see cref="Batch"/> as it stands, inside the transaction, and gives its rows: for a consumer that decides by what is
    /// stored. Locks that it takes (<c>FOR UPDATE</c>) hold until the end. Costs one round trip.
    /// </summary>
    public Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken) => _transaction.ReadAsync(cancellationToken);
}
