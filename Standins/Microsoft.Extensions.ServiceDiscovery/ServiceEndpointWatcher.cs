using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Keeps the answer for one service name. It asks anew on the first use after a change, so nothing runs in the background.</summary>
internal sealed class ServiceEndpointWatcher(
    IServiceEndpointProvider[] providers, IOptions<ServiceDiscoveryOptions> options, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _resolving = new(1, 1);
    private volatile Answer? _answer;
    private long _lastUse = time.GetTimestamp();
    private bool _retired;

    /// <summary>The endpoints; null when it has been retired.</summary>
    public async ValueTask<ServiceEndpointSource?> GetEndpointsAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _lastUse, time.GetTimestamp());
        if (_answer is { } answer && Holds(answer))
        {
            return answer.Endpoints;
        }

        await _resolving.WaitAsync(cancellationToken);
        try
        {
            return _retired ? null : (_answer = await CurrentAsync(cancellationToken)).Endpoints;
        }
        finally
        {
            _resolving.Release();
        }
    }

    /// <summary>Ends it if nobody has used it for that long and nobody is about to.</summary>
    public async ValueTask<bool> TryRetireAsync(TimeSpan idleTime)
    {
        if (time.GetElapsedTime(Volatile.Read(ref _lastUse)) < idleTime || !_resolving.Wait(TimeSpan.Zero))
        {
            return false;
        }

        try
        {
            if (!_retired)
            {
                _retired = true;
                _answer = null;
                await DisposeAsync();
            }

            return true;
        }
        finally
        {
            _resolving.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in providers)
        {
            await provider.DisposeAsync();
        }
    }

    private async ValueTask<Answer> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_answer is { } answer && Holds(answer))
        {
            return answer;
        }

        var builder = new ServiceEndpointBuilder();
        foreach (var provider in providers)
        {
            await provider.PopulateAsync(builder, cancellationToken);
        }

        return new(builder.Build(), time.GetTimestamp());
    }

    private bool Holds(Answer answer) =>
        !answer.Endpoints.ChangeToken.HasChanged
        && (answer.Endpoints.ChangeToken.ActiveChangeCallbacks || time.GetElapsedTime(answer.Time) < options.Value.RefreshPeriod);

    private sealed record Answer(ServiceEndpointSource Endpoints, long Time);
}
