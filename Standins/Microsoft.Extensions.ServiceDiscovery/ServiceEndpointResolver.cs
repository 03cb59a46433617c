using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.ServiceDiscovery;

/// <summary>Resolves service names; an answer is kept until a provider tells a change, or for the refresh period.</summary>
public sealed class ServiceEndpointResolver : IAsyncDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, ServiceEndpointWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly IServiceEndpointProviderFactory[] _factories;
    private readonly IOptions<ServiceDiscoveryOptions> _options;
    private readonly TimeProvider _time;

    internal ServiceEndpointResolver(
        IEnumerable<IServiceEndpointProviderFactory> factories, IOptions<ServiceDiscoveryOptions> options, TimeProvider time)
    {
        _factories = [.. factories];
        _options = options;
        _time = time;
    }

    /// <exception cref="InvalidOperationException">The name is none, or no provider takes it.</exception>
    public async ValueTask<ServiceEndpointSource> GetEndpointsAsync(string serviceName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceName);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var watcher = _watchers.TryGetValue(serviceName, out var known) ? known : await AddAsync(serviceName);
            if (await watcher.GetEndpointsAsync(cancellationToken) is { } endpoints)
            {
                return endpoints;
            }

            // It was retired as idle just now.
            _watchers.TryRemove(new(serviceName, watcher));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, watcher) in _watchers)
        {
            _watchers.TryRemove(name, out _);
            await watcher.DisposeAsync();
        }
    }

    private async ValueTask<ServiceEndpointWatcher> AddAsync(string serviceName)
    {
        await RetireIdleAsync();
        return _watchers.GetOrAdd(serviceName, name => new(CreateProviders(name), _options, _time));
    }

    // A client that calls ever new hosts would otherwise gather watchers without end.
    private async ValueTask RetireIdleAsync()
    {
        foreach (var (name, watcher) in _watchers)
        {
            if (await watcher.TryRetireAsync(IdleTime))
            {
                _watchers.TryRemove(new(name, watcher));
            }
        }
    }

    private IServiceEndpointProvider[] CreateProviders(string serviceName)
    {
        if (!ServiceEndpointQuery.TryParse(serviceName, out var query))
        {
            throw new InvalidOperationException($"The service name '{serviceName}' cannot be parsed.");
        }

        var providers = new List<IServiceEndpointProvider>();
        foreach (var factory in _factories)
        {
            if (factory.TryCreateProvider(query, out var provider))
            {
                providers.Add(provider);
            }
        }

        return providers.Count > 0
            ? [.. providers]
            : throw new InvalidOperationException($"No provider which supports the provided service name, '{serviceName}', has been configured.");
    }
}
