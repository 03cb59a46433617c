using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>Writes that decide by what is stored, once for every request id.</summary>
internal sealed class WriteOnce(NpgsqlDataSource dataSource, RequestIds requests)
{
    private const int MaxAttempts = 5;

    /// <summary>
    /// Runs the work in a transaction and keeps its answer with it. A repeat gets the first answer. What collides with somebody
    /// else's write is decided anew, and then sees what the other did.
    /// </summary>
    /// <param name="key">The request.</param>
    /// <param name="work">Reads, decides, adds its statements, and says what to answer.</param>
    /// <param name="cancellationToken">Gives up; the same request finds out whether it happened.</param>
    /// <exception cref="RequestIdReusedException">The id was used with another request.</exception>
    public async Task<TResponse> RunAsync<TResponse>(
        RequestKey key, Func<BatchedTransaction, CancellationToken, Task<TResponse>> work, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>, new()
    {
        for (var attempt = 1; ; attempt++)
        {
            // First of all: an earlier try may have changed what this one would be refused for.
            if (await requests.FindAsync<TResponse>(key, cancellationToken) is { } earlier)
            {
                return earlier;
            }

            try
            {
                return await TryAsync(key, work, cancellationToken);
            }
            catch (PostgresException exception) when (IsCollision(exception))
            {
                if (attempt == MaxAttempts)
                {
                    throw ShopErrors.Aborted("CONFLICT", "Others change the same at this moment; try again.");
                }
            }
            catch (RpcException) when (attempt < MaxAttempts)
            {
                // A double of this very request may have come first while this one waited for its locks.
                if (await requests.FindAsync<TResponse>(key, cancellationToken) is { } answer)
                {
                    return answer;
                }

                throw;
            }
        }
    }

    /// <summary>Whether somebody else got in between what was read and what was written.</summary>
    public static bool IsCollision(PostgresException exception) => exception.SqlState
        is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation
        or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private async Task<TResponse> TryAsync<TResponse>(
        RequestKey key, Func<BatchedTransaction, CancellationToken, Task<TResponse>> work, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>, new()
    {
        await using var transaction = new BatchedTransaction(dataSource);
        var response = await work(transaction, cancellationToken);
        RequestIds.Append(transaction.Batch, key, response);
        await transaction.CommitAsync(cancellationToken);
        return response;
    }
}
