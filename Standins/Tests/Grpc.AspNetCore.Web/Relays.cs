using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Standins.Tests.GrpcWeb;

/// <summary>Where a test says what a stream sends, and sees when its caller is gone.</summary>
public sealed class Relays
{
    private readonly ConcurrentDictionary<string, Relay> _relays = new(StringComparer.Ordinal);

    public Relay this[string name] => _relays.GetOrAdd(name, _ => new Relay());

    public sealed class Relay
    {
        public Channel<string> Messages { get; } = Channel.CreateUnbounded<string>();

        public TaskCompletionSource CallerGone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
