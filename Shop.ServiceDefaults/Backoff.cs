namespace Shop.ServiceDefaults;

/// <summary>Growing pauses between tries of something that is away: doubled each time up to a limit, with up to a half of jitter.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private readonly TimeSpan _first = first;
    private TimeSpan _next = first;

    /// <summary>Waits for the next pause.</summary>
    public async Task DelayAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var pause = _next;
        _next = pause * 2 < longest ? pause * 2 : longest;
        await Task.Delay(pause * (1 - Random.Shared.NextDouble() / 2), time, cancellationToken);
    }

    /// <summary>It is back.</summary>
    public void Reset() => _next = _first;
}
