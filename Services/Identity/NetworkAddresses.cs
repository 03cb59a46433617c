using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace Shop.Identity;

/// <summary>Where a call comes from, as the gateway tells it.</summary>
internal static class NetworkAddresses
{
    private const string Header = "x-forwarded-for";
    private const int LongestAddress = 45;
    private const int NetworkBytes = 8;

    /// <summary>The address; empty when it is not known. The last entry counts: those before it are the caller's own words.</summary>
    public static string Of(ServerCallContext context)
    {
        var last = context.RequestHeaders.GetAll(Header).LastOrDefault()?.Value.Split(',')[^1].Trim() ?? "";
        return last.Length <= LongestAddress && IPAddress.TryParse(last.Trim('[', ']'), out var address) ? Plain(address).ToString() : "";
    }

    /// <summary>What counts as one: an IPv4 address, or the /64 that a household has of IPv6.</summary>
    public static string Block(string address)
    {
        var parsed = IPAddress.Parse(address);
        if (parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = parsed.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes).ToString();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
}
