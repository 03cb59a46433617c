using System.Collections.Immutable;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console log of one resource: the newest lines, and whoever follows them.</summary>
internal sealed class ResourceLog(Action<bool> subscribersChanged)
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _backlog = new();
    private ImmutableList<Channel<LogLine>> _followers = [];
    private int _lastLine;
    private bool _completed;

    public void Write(string content, bool isError)
    {
        lock (_lock)
        {
            var line = new LogLine(++_lastLine, content, isError);
            _backlog.Enqueue(line);
            if (_backlog.Count > Capacity)
            {
                _backlog.Dequeue();
            }
            foreach (var follower in _followers)
            {
                follower.Writer.TryWrite(line);
            }
        }
    }

    public IReadOnlyList<LogLine> Snapshot()
    {
        lock (_lock)
        {
            return [.. _backlog];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _backlog.Clear();
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            foreach (var follower in _followers)
            {
                follower.Writer.TryComplete();
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> FollowAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogLine>(new UnboundedChannelOptions { SingleReader = true });
        var backlog = Join(channel);
        try
        {
            if (backlog.Count > 0)
            {
                yield return backlog;
            }
            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var lines = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                {
                    lines.Add(line);
                }
                yield return lines;
            }
        }
        finally
        {
            Leave(channel);
        }
    }

    private IReadOnlyList<LogLine> Join(Channel<LogLine> channel)
    {
        lock (_lock)
        {
            _followers = _followers.Add(channel);
            if (_completed)
            {
                channel.Writer.TryComplete();
            }
            if (_followers.Count == 1)
            {
                subscribersChanged(true);
            }
            return [.. _backlog];
        }
    }

    private void Leave(Channel<LogLine> channel)
    {
        lock (_lock)
        {
            _followers = _followers.Remove(channel);
            if (_followers.IsEmpty)
            {
                subscribersChanged(false);
            }
        }
    }
}
