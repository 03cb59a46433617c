using System.Threading.Channels;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Inventory;

/// <summary>
/// Turns a crowd of buyers into a few transactions: what has queued up while the last commit ran is decided in the next one, each
/// order all or nothing within it. A commit is what is dear on a hot row; here a hundred buyers share it. Several replicas stay
/// correct because the row locks decide.
/// </summary>
internal sealed class ReserveBatcher(InventoryStore store, TimeProvider time) : BackgroundService
{
    private const int LargestBatch = 256;
    private const int LargestQueue = 4096;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(LargestQueue) { SingleReader = true });

    /// <summary>Reserves, together with whoever else is waiting. Cancelled while it waits, nothing is reserved; later, the commit decides.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED QUEUE_FULL.</exception>
    public Task<ReserveOutcome> ReserveAsync(OrderDemand demand, CancellationToken cancellationToken)
    {
        var pending = new Pending(demand, new TaskCompletionSource<ReserveOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        return _queue.Writer.TryWrite(pending)
            ? pending.Outcome.Task.WaitAsync(cancellationToken)
            : throw ShopErrors.ResourceExhausted("QUEUE_FULL", "Too many reservations are waiting.", TimeSpan.FromMilliseconds(500));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Pending>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var pending))
            {
                if (!pending.CancellationToken.IsCancellationRequested)
                {
                    batch.Add(pending);
                }
            }

            if (batch.Count > 0)
            {
                await DecideAsync(batch, stoppingToken);
            }
        }
    }

    private async Task DecideAsync(List<Pending> batch, CancellationToken cancellationToken)
    {
        try
        {
            var outcomes = await store.ReserveAsync(batch.ConvertAll(pending => pending.Demand), time.GetUtcNow(), cancellationToken);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Outcome.SetResult(outcomes[i]);
            }
        }
        catch (Exception exception)
        {
            // The batch as a whole failed (the database went away): each caller hears of it, and the next batch tries anew.
            foreach (var pending in batch)
            {
                pending.Outcome.TrySetException(exception);
            }
        }
    }

    private sealed record Pending(OrderDemand Demand, TaskCompletionSource<ReserveOutcome> Outcome, CancellationToken CancellationToken);
}
