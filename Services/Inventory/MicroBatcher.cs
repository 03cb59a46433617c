using System.Diagnostics;
using System.Threading.Channels;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Inventory;

/// <summary>
/// Turns a crowd of callers into a few transactions: what has queued up while the last commit ran is decided in the next one. A
/// commit is what is dear on a hot row; here a hundred callers share it. Who comes alone waits for nobody. When a whole batch has queued
/// up while another is under way, it does not wait for its end: the two share the processors while one of them commits.
/// </summary>
internal abstract class MicroBatcher<TItem, TOutcome> : BackgroundService
{
    private const int LargestBatch = 256;
    private const int LargestQueue = 4096;
    private const int MostTogether = 2;

    private static readonly ActivitySource Source = new(InventoryTelemetry.Name);

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(LargestQueue);

    /// <summary>What a batch is called in a trace.</summary>
    protected abstract string Name { get; }

    /// <summary>Decides a batch in one transaction.</summary>
    /// <returns>An outcome for each item, in their order.</returns>
    protected abstract Task<IReadOnlyList<TOutcome>> DecideAsync(IReadOnlyList<TItem> items, CancellationToken cancellationToken);

    /// <summary>Decides, together with whoever else is waiting. Cancelled while it waits, nothing happens; later, the commit decides.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED QUEUE_FULL.</exception>
    protected Task<TOutcome> DecideAsync(TItem item, CancellationToken cancellationToken)
    {
        var pending = new Pending(item, Activity.Current?.Context ?? default, cancellationToken);
        return _queue.Writer.TryWrite(pending)
            ? pending.Outcome.Task.WaitAsync(cancellationToken)
            : throw ShopErrors.ResourceExhausted("QUEUE_FULL", "Too many are waiting.", TimeSpan.FromMilliseconds(500));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>(MostTogether);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = Take();
            if (batch.Count > 0)
            {
                running.Add(RunAsync(batch, stoppingToken));
            }

            // Few are better off with those who come meanwhile than with a transaction of their own.
            while (running.Count == MostTogether || (running.Count > 0 && _queue.Reader.Count < LargestBatch))
            {
                running.Remove(await Task.WhenAny(running));
            }
        }
    }

    private List<Pending> Take()
    {
        var batch = new List<Pending>(Math.Min(LargestBatch, _queue.Reader.Count));
        while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var pending))
        {
            if (!pending.CancellationToken.IsCancellationRequested)
            {
                batch.Add(pending);
            }
        }

        return batch;
    }

    private async Task RunAsync(List<Pending> batch, CancellationToken cancellationToken)
    {
        using var span = Start(batch);
        try
        {
            var outcomes = await DecideAsync(batch.ConvertAll(pending => pending.Item), cancellationToken);
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

    // In the trace of the first caller, and linked from those of the others.
    private Activity? Start(List<Pending> batch) =>
        Source.HasListeners()
            ? Source.StartActivity(Name, ActivityKind.Internal, batch[0].Caller, links: batch.Skip(1).Select(pending => new ActivityLink(pending.Caller)))?.SetTag("shop.inventory.batch.size", batch.Count)
            : null;

    private sealed record Pending(TItem Item, ActivityContext Caller, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<TOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
