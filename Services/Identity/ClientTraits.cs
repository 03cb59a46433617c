using Grpc.Core;

namespace Shop.Identity;

/// <summary>What is known of a client beside what it says.</summary>
internal sealed record ClientTraits(string UserAgent, string NetworkAddress)
{
    public static ClientTraits Of(ServerCallContext context) => new(Delivery.UserAgentOf(context), NetworkAddresses.Of(context));
}
