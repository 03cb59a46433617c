using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>
/// Runs what is scheduled on threads of its own, so that it goes on while the application has all of the shared pool's
/// threads blocked. What they cannot keep up with goes to the shared pool.
/// </summary>
public sealed class DedicatedThreadPoolPipeScheduler : PipeScheduler, IDisposable
{
    private readonly Queue<(Action<object?> Action, object? State)> _queue = new();
    private readonly int _queueLimit;
    private int _available;
    private long _servicedByQueue;
    private long _servicedByPool;
    private bool _disposed;

    /// <param name="name">The name of the threads.</param>
    /// <param name="workerCount">How many threads.</param>
    /// <param name="useThreadPoolQueueLength">How many items may wait for a thread before the shared pool takes over.</param>
    /// <param name="priority">The priority of the threads.</param>
    public DedicatedThreadPoolPipeScheduler(
        string? name = null,
        int workerCount = 5,
        int useThreadPoolQueueLength = 10,
        ThreadPriority priority = ThreadPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workerCount);
        Name = name ?? nameof(DedicatedThreadPoolPipeScheduler);
        WorkerCount = workerCount;
        _queueLimit = useThreadPoolQueueLength;
        for (var worker = 1; worker <= workerCount; worker++)
        {
            new Thread(Work) { Name = $"{Name}:{worker}", IsBackground = true, Priority = priority }.UnsafeStart();
        }
    }

    public int WorkerCount { get; }

    /// <summary>The threads that have nothing to do.</summary>
    public int AvailableCount => Volatile.Read(ref _available);

    public long TotalServicedByQueue => Volatile.Read(ref _servicedByQueue);

    public long TotalServicedByPool => Volatile.Read(ref _servicedByPool);

    private string Name { get; }

    public override void Schedule(Action<object?> action, object? state)
    {
        lock (_queue)
        {
            if (!_disposed && _queue.Count < _queueLimit)
            {
                _queue.Enqueue((action, state));
                Monitor.Pulse(_queue);
                return;
            }
        }

        Interlocked.Increment(ref _servicedByPool);
        System.Threading.ThreadPool.UnsafeQueueUserWorkItem(action, state, preferLocal: false);
    }

    /// <summary>Ends the threads once they have run what waits for them; what is scheduled later goes to the shared pool.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _disposed = true;
            Monitor.PulseAll(_queue);
        }
    }

    public override string ToString() => Name;

    private void Work()
    {
        while (TryTake(out var item))
        {
            Interlocked.Increment(ref _servicedByQueue);
            item.Action(item.State);
        }
    }

    private bool TryTake(out (Action<object?> Action, object? State) item)
    {
        lock (_queue)
        {
            while (!_queue.TryDequeue(out item))
            {
                if (_disposed)
                {
                    return false;
                }

                _available++;
                Monitor.Wait(_queue);
                _available--;
            }

            return true;
        }
    }
}
