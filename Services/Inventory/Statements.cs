using Npgsql;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>A transaction that somebody else opens and commits: an rpc's own, or that of a message's effect.</summary>
internal readonly record struct Statements(Func<NpgsqlBatch> NextBatch, Func<CancellationToken, Task<NpgsqlDataReader>> ReadAsync)
{
    /// <summary>The statements that have not run yet.</summary>
    public NpgsqlBatch Batch => NextBatch();

    public static implicit operator Statements(BatchedTransaction transaction) => new(() => transaction.Batch, transaction.ReadAsync);

    public static implicit operator Statements(ConsumeContext context) => new(() => context.Batch, context.ReadAsync);
}
