using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Decides what becomes of a message that failed.</summary>
internal sealed class RetryPolicy(IOptions<MessagingOptions> options, IEnumerable<TransientFailure> transientFailures)
{
    private readonly int _steps = options.Value.RetryDelays.Count;
    private readonly TransientFailure[] _transientFailures = [.. transientFailures];

    public Retry Decide(Exception exception, int attempt, int waits) => exception switch
    {
        PoisonException => new(Step: null, attempt, waits),
        // The message is not to blame: it waits longer each time, and as often as it takes.
        _ when IsTransient(exception) => new(Math.Min(waits, _steps - 1), attempt, waits + 1),
        _ when attempt > _steps => new(Step: null, attempt, waits),
        _ => new(attempt - 1, attempt + 1, waits + 1),
    };

    private bool IsTransient(Exception exception) =>
        exception is TransientException or RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded }
        || Array.Exists(_transientFailures, failure => failure.Is(exception));
}
