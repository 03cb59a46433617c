using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Runs an effect within its time, and again at once when another transaction was in its way.</summary>
internal sealed partial class EffectRun(string queue, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    // Two transactions in each other's way rarely meet again; more tries than this mean something else.
    private const int Conflicts = 3;

    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> effect, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await effect(either.Token);
            }
            catch (Exception exception) when (PostgresFailure.IsConflict(exception) && conflicts < Conflicts)
            {
                LogConflict(queue, exception.Message);
            }
            catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"The consumer took longer than {timeout}.", exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Queue}: another transaction was in the way, again at once: {Reason}")]
    private partial void LogConflict(string queue, string reason);
}
