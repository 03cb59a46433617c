using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console logs of all resources, by resource name or replica id.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Channel<LogSubscriber>, bool> _watchers = new();

    /// <summary>Called for every line of every resource, in order of arrival.</summary>
    internal event Action<string, string, bool>? LineWritten;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    public ILogger GetLogger(IResource resource) => new ResourceLogger(
        (content, isError) => Write(ReplicasAnnotation.IdsOf(resource), content, isError), Time);

    public ILogger GetLogger(string resourceName) => new ResourceLogger((content, isError) => Write(resourceName, content, isError), Time);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Log(resourceName).FollowAsync();

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => Merge(ReplicasAnnotation.IdsOf(resource));

    /// <summary>What is kept of the log so far; does not wait for more.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        await Task.CompletedTask;
        yield return Log(resourceName).Snapshot();
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        await Task.CompletedTask;
        foreach (var id in ReplicasAnnotation.IdsOf(resource))
        {
            yield return Log(id).Snapshot();
        }
    }

    public async IAsyncEnumerable<LogSubscriber> WatchAnySubscribersAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogSubscriber>();
        _watchers[channel] = true;
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }

    public void Complete(IResource resource)
    {
        foreach (var id in ReplicasAnnotation.IdsOf(resource))
        {
            Complete(id);
        }
    }

    public void Complete(string name) => Log(name).Complete();

    public void ClearBacklog(string resourceName) => Log(resourceName).Clear();

    public void Dispose()
    {
        foreach (var log in _logs.Values)
        {
            log.Complete();
        }
        GC.SuppressFinalize(this);
    }

    internal void Write(string resourceId, string content, bool isError)
    {
        Log(resourceId).Write(content, isError);
        LineWritten?.Invoke(resourceId, content, isError);
    }

    internal IReadOnlyList<LogLine> Tail(string resourceId, int count) => [.. Log(resourceId).Snapshot().TakeLast(count)];

    private void Write(IReadOnlyList<string> resourceIds, string content, bool isError)
    {
        foreach (var id in resourceIds)
        {
            Write(id, content, isError);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> Merge(IReadOnlyList<string> ids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var merged = Channel.CreateUnbounded<IReadOnlyList<LogLine>>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pumps = ids.Select(id => PumpAsync(id, merged.Writer, ended.Token)).ToArray();
        _ = Task.WhenAll(pumps).ContinueWith(_ => merged.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await foreach (var lines in merged.Reader.ReadAllAsync(cancellationToken))
            {
                yield return lines;
            }
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task PumpAsync(string id, ChannelWriter<IReadOnlyList<LogLine>> writer, CancellationToken cancellationToken)
    {
        await foreach (var lines in Log(id).FollowAsync(cancellationToken))
        {
            writer.TryWrite(lines);
        }
    }

    private ResourceLog Log(string name) => _logs.GetOrAdd(name, key => new ResourceLog(any => Announce(new LogSubscriber(key, any))));

    private void Announce(LogSubscriber change)
    {
        foreach (var watcher in _watchers.Keys)
        {
            watcher.Writer.TryWrite(change);
        }
    }
}
