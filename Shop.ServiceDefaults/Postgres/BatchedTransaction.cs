using Npgsql;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>
/// A transaction whose statements travel in batches: as many as possible in one round trip, BEGIN and COMMIT included.
/// <list type="bullet">
/// <item>Write only: fill <see cref="Batch"/>, <see cref="CommitAsync"/>. One round trip.</item>
/// <item>Read, decide, write: fill <see cref="Batch"/> with the reads (and their locks), <see cref="ReadAsync"/>, fill the new
/// <see cref="Batch"/>, <see cref="CommitAsync"/>. Two round trips.</item>
/// </list>
/// Disposed without a commit, nothing has happened. A connection is taken when the first batch runs. Not for several threads at once.
/// </summary>
public sealed class BatchedTransaction(NpgsqlDataSource dataSource) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>The statements that have not run yet, in order. A new one after every <see cref="ReadAsync"/>.</summary>
    public NpgsqlBatch Batch { get; private set; } = new();

    /// <summary>
    /// Runs <see cref="Batch"/> as it stands and gives its rows, statements without rows skipped. Dispose the reader before the
    /// next batch runs.
    /// </summary>
    /// <exception cref="PostgresException">A statement failed; the transaction can only be disposed.</exception>
    public async Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            Batch.BatchCommands.Insert(0, new NpgsqlBatchCommand("BEGIN"));
        }

        var batch = await NextBatchAsync(cancellationToken);
        return await batch.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>Runs what is left in <see cref="Batch"/> and commits, in one round trip. The last call.</summary>
    /// <exception cref="PostgresException">A statement failed; nothing of the transaction has happened.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null)
        {
            // A COMMIT on its own would end a failed transaction as if nothing were wrong; any statement before it says so.
            if (Batch.BatchCommands.Count == 0)
            {
                Batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1"));
            }

            Batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        }

        // Without a BEGIN before it, a batch is a transaction by itself.
        if (Batch.BatchCommands.Count > 0)
        {
            var batch = await NextBatchAsync(cancellationToken);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Gives the connection back; what was not committed is rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        await Batch.DisposeAsync();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async ValueTask<NpgsqlBatch> NextBatchAsync(CancellationToken cancellationToken)
    {
        _connection ??= await dataSource.OpenConnectionAsync(cancellationToken);
        var batch = Batch;
        batch.Connection = _connection;
        Batch = new NpgsqlBatch();
        return batch;
    }
}
