using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Turns the commands that StackExchange.Redis profiles into spans. The driver hands a command out only once it is complete,
/// so the spans are made afterwards, with the times that the driver took, under the activity that sent the command.
/// </summary>
internal sealed class RedisInstrumentation : IDisposable
{
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly TimeSpan DrainInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Activity, CommandSession> _sessions = new(ReferenceEqualityComparer.Instance);
    private readonly ProfilingSession _parentless = new();
    private readonly Lock _draining = new();
    private readonly ITimer _timer;

    public RedisInstrumentation(IServiceProvider provider)
    {
        var time = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        // Or the timer would hold on to the request that happened to ask first.
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(_ => Drain(), state: null, DrainInterval, DrainInterval);
    }

    public void Add(IConnectionMultiplexer connection) => connection.RegisterProfiler(CurrentSession);

    /// <summary>Makes spans of all commands that are complete.</summary>
    public void Drain()
    {
        var current = Activity.Current;
        // Or a command without a parent would become a child of whoever drains.
        Activity.Current = null;
        lock (_draining)
        {
            RedisSpan.StartAll(Source, parent: default, _parentless.FinishProfiling());
            foreach (var (activity, session) in _sessions)
            {
                Drain(activity, session);
            }
        }

        Activity.Current = current;
    }

    public void Dispose()
    {
        _timer.Dispose();
        Drain();
    }

    private ProfilingSession? CurrentSession()
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        return Activity.Current switch
        {
            null => _parentless,
            { Recorded: true } activity => _sessions.GetOrAdd(activity, static _ => new CommandSession()).Profiling,
            _ => null,
        };
    }

    private void Drain(Activity activity, CommandSession session)
    {
        // A command may outlive the activity that sent it, so a session is given up one round after its activity has stopped.
        if (session.ParentStopped)
        {
            _sessions.TryRemove(activity, out _);
        }

        session.ParentStopped = activity.IsStopped;
        RedisSpan.StartAll(Source, activity.Context, session.Profiling.FinishProfiling());
    }

    private sealed class CommandSession
    {
        public ProfilingSession Profiling { get; } = new();

        public bool ParentStopped { get; set; }
    }
}
