using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>
/// Letters that were asked for. Whether there is anything to write is found out afterwards, by <see cref="LetterWriter"/>: no rpc does
/// more for an address that has an account than for one that has none.
/// </summary>
internal sealed class Letters(TimeProvider time)
{
    private const string Insert = """
        -- ask for a letter
        INSERT INTO letter (letter_id, kind, email, user_id, create_time)
        VALUES ($1, $2, $3, $4, $5)
        """;

    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(capacity: 1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="batch">The transaction of what the letter is about. Call <see cref="Wake"/> after its commit.</param>
    /// <param name="kind">Which letter.</param>
    /// <param name="email">Where it goes.</param>
    /// <param name="userId">The account it is about, where the address alone does not say it.</param>
    public void Append(NpgsqlBatch batch, LetterKind kind, string email, Guid? userId = null) =>
        batch.Append(
            Insert, Guid.CreateVersion7(), (short)kind, email, new NpgsqlParameter { Value = (object?)userId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, time.GetUtcNow());

    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Waits until somebody asked for a letter, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            await _wakes.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look whether another replica left something.
        }
    }
}
