using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Standins.Tests.Servers;

/// <summary>Keeps the spans that a host records.</summary>
internal sealed class Spans : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _ended = new();

    public override void OnEnd(Activity data) => _ended.Enqueue(data);

    public Activity[] Of(string source) => [.. _ended.Where(span => span.Source.Name == source)];
}
