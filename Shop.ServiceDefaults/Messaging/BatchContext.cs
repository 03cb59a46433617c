using Google.Protobuf;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// The transaction that the effect of a batch of messages belongs to: their inbox rows, the statements of the consumer and the events
/// it publishes. It commits after the consumer returned: in one round trip unless the consumer reads.
/// </summary>
public sealed class BatchContext
{
    private readonly BatchedTransaction _transaction;
    private readonly List<IMessage> _events = [];

    internal BatchContext(BatchedTransaction transaction) => _transaction = transaction;

    /// <inheritdoc cref="ConsumeContext.Batch"/>
    public NpgsqlBatch Batch => _transaction.Batch;

    internal IReadOnlyList<IMessage> Events => _events;

    /// <inheritdoc cref="ConsumeContext.Publish"/>
    public void Publish(params ReadOnlySpan<IMessage> events) => _events.AddRange(events);

    /// <inheritdoc cref="ConsumeContext.ReadAsync"/>
    public Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken) => _transaction.ReadAsync(cancellationToken);
}
