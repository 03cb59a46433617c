using Npgsql;

namespace Shop.PaymentProvider;

/// <summary>
/// What the provider has done, in Postgres. What is done for a key, its answer and its webhooks are one transaction; a repeat of the
/// key, at once or after a crash, gets that answer and does nothing.
/// </summary>
internal sealed class ProviderStore(NpgsqlDataSource dataSource, Flakiness flakiness)
{
    /// <summary>Does something once.</summary>
    /// <param name="key">Idempotency key.</param>
    /// <param name="fingerprint">Of the request: another request under the same key is refused.</param>
    /// <param name="effect">Does it, in the transaction.</param>
    public async Task<Answer> OnceAsync(string key, byte[] fingerprint, Func<ChargeTransaction, Task<Answer>> effect, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var work = new ChargeTransaction(connection, cancellationToken);
        await work.LockAsync(key);
        if (await work.FindAnswerAsync(key) is var (before, answer))
        {
            return before.AsSpan().SequenceEqual(fingerprint) ? answer : Answers.Error(StatusCodes.Status400BadRequest, "idempotency_key_reused", charge: null, "");
        }

        var done = await effect(work);
        if (flakiness.Strikes(done.Token))
        {
            return Answers.Error(StatusCodes.Status500InternalServerError, "flaky", charge: null, "");
        }

        // What was refused may be asked again: the state that forbids it may change.
        if (done.Status is not StatusCodes.Status409Conflict)
        {
            await work.KeepAnswerAsync(key, fingerprint, done);
        }

        await transaction.CommitAsync(cancellationToken);
        return done;
    }

    /// <summary>The payments of a reference, newest first.</summary>
    public async Task<IReadOnlyList<Charge>> FindAsync(Guid reference, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return [.. (await new ChargeTransaction(connection, cancellationToken).FindAsync(reference)).Select(found => found.Charge)];
    }
}
