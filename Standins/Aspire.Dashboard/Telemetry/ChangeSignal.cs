namespace Aspire.Dashboard.Telemetry;

/// <summary>Tells whoever waits that something is new; many changes before somebody looks are one.</summary>
internal sealed class ChangeSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    public long Version => Interlocked.Read(ref _version);

    public void Raise()
    {
        TaskCompletionSource raised;
        lock (_lock)
        {
            _version++;
            raised = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        raised.TrySetResult();
    }

    /// <summary>Returns at once when something has changed since the version that the caller has seen.</summary>
    public Task WaitAsync(long seen, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _version != seen ? Task.CompletedTask : _next.Task.WaitAsync(cancellationToken);
        }
    }
}
