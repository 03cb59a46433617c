using System.Reflection;
using Google.Protobuf.Reflection;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Load.Verify;

/// <summary>The queues of the shop, as the contracts of its events have them.</summary>
internal static class ShopQueues
{
    private static readonly IReadOnlyList<TimeSpan> RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];

    private static readonly IReadOnlyList<(MessageDescriptor Message, string Consumer)> Consumed =
    [
        .. from type in typeof(ConsumersExtensions).Assembly.GetTypes()
           let file = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as FileDescriptor
           where file is not null
           from message in file.MessageTypes
           from consumer in message.GetOptions()?.GetExtension(ConsumersExtensions.Consumers) ?? []
           select (message, consumer),
    ];

    /// <summary>Where messages are consumed from.</summary>
    public static IReadOnlyList<string> Working => [.. Consumed.Select(pair => QueueNames.Of(pair.Consumer, pair.Message)).Distinct()];

    /// <summary>Where messages wait for their next try.</summary>
    public static IReadOnlyList<string> Waiting => [.. Consumed.Select(pair => pair.Consumer).Distinct().SelectMany(service => RetryDelays.Select(delay => QueueNames.Wait(service, delay)))];

    /// <summary>Where messages end up that were given up.</summary>
    public static IReadOnlyList<string> Dead => [.. Working.Select(QueueNames.Dead)];
}
