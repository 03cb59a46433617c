using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>
/// The answers of mutating rpcs by request id, so that a repeat gets the first answer again. An answer is written in the
/// transaction of its effect; the unique key lets a concurrent double wait for the first and then meet its answer. Only answers
/// that had an effect are kept: a refused request may be tried again. Kept for <see cref="RetentionOptions.Requests"/>.
/// </summary>
public sealed class RequestIds(NpgsqlDataSource dataSource)
{
    private const string PrimaryKey = "request_pkey";

    private const string Insert = """
        INSERT INTO request (scope, caller, request_id, fingerprint, response)
        VALUES ($1, $2, $3, $4, $5)
        """;

    private const string Select = """
        SELECT fingerprint, response
        FROM request
        WHERE scope = $1 AND caller = $2 AND request_id = $3
        """;

    /// <summary>
    /// The usual way: runs the effect together with its answer, in one transaction and one round trip. A repeat has no effect
    /// and gets the first answer (one more round trip).
    /// </summary>
    /// <param name="key">The request.</param>
    /// <param name="response">What to answer, and to keep, when this is the first.</param>
    /// <param name="effect">Adds the statements of the effect, outbox included.</param>
    /// <param name="cancellationToken">Gives up waiting; whether the effect happened is then unknown, and the same id finds out.</param>
    /// <exception cref="RequestIdReusedException">The id was used with another request.</exception>
    public async Task<TResponse> ExecuteAsync<TResponse>(
        RequestKey key, TResponse response, Action<NpgsqlBatch> effect, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>, new()
    {
        await using var batch = dataSource.CreateBatch();
        Append(batch, key, response);
        effect(batch);
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return response;
        }
        catch (PostgresException exception) when (IsRepeat(exception))
        {
            return await FindAsync<TResponse>(key, cancellationToken)
                ?? throw new InvalidOperationException("The answer of an earlier try was swept away just now.", exception);
        }
    }

    /// <summary>
    /// The kept answer of an earlier try, null when there is none. Ask when a request is about to be refused for what an earlier
    /// try of its own may have changed (an empty cart), or when the answer is dear to compute.
    /// </summary>
    /// <exception cref="RequestIdReusedException">The id was used with another request.</exception>
    public async Task<TResponse?> FindAsync<TResponse>(RequestKey key, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>, new()
    {
        await using var command = dataSource.CreateCommand(Select);
        command.Parameters.Add(new() { Value = key.Scope });
        command.Parameters.Add(new() { Value = key.Caller });
        command.Parameters.Add(new() { Value = key.RequestId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        if (!key.IsSame(await reader.GetFieldValueAsync<byte[]>(0, cancellationToken)))
        {
            throw new RequestIdReusedException(key);
        }

        var response = new TResponse();
        response.MergeFrom(await reader.GetFieldValueAsync<byte[]>(1, cancellationToken));
        return response;
    }

    /// <summary>
    /// Adds one statement that keeps the answer. Best the first of the batch, so that a repeat fails before anything else runs;
    /// a transaction that learns its answer from the database adds it last. A repeat fails the batch: see <see cref="IsRepeat"/>.
    /// </summary>
    public static void Append(NpgsqlBatch batch, RequestKey key, IMessage response) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                new() { Value = key.Scope },
                new() { Value = key.Caller },
                new() { Value = key.RequestId },
                new() { Value = key.Fingerprint, NpgsqlDbType = NpgsqlDbType.Bytea },
                new() { Value = response.ToByteArray(), NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        });

    /// <summary>Whether a batch failed because an earlier try of the same request has been there: <see cref="FindAsync"/> has its answer.</summary>
    public static bool IsRepeat(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: PrimaryKey };
}
