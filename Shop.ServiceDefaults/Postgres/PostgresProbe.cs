using Npgsql;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>Finds out whether Postgres answers: by asking, never by guessing from the last failure.</summary>
internal sealed class PostgresProbe(NpgsqlDataSource dataSource, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // An empty statement: the server answers, and plans, runs and counts nothing.
    private const string Ping = "-- ping";

    /// <summary>Whether it answers within two seconds.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var command = dataSource.CreateCommand(Ping);
            await command.ExecuteNonQueryAsync(either.Token);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException || patience.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Returns when it answers.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        while (!await IsThereAsync(cancellationToken))
        {
            await backoff.DelayAsync(time, cancellationToken);
        }
    }
}
