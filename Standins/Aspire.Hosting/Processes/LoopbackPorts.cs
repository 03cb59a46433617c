using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Processes;

/// <summary>Free ports for children that must be told a number.</summary>
internal static class LoopbackPorts
{
    private const int Lowest = 15000;
    private const int Attempts = 1000;
    private static readonly HashSet<int> Taken = [];
    private static readonly int FirstEphemeral = ReadFirstEphemeral();

    /// <summary>
    /// A port that nobody listens on and that was not given out before. It lies below the range from which the kernel takes the ports
    /// of outgoing connections, so that none of those gets it before the child does.
    /// </summary>
    public static int Take()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(Lowest, FirstEphemeral);
            if (IsFree(port) && Remember(port))
            {
                return port;
            }
        }
        throw new DistributedApplicationException("No free port was found on 127.0.0.1.");
    }

    /// <summary>Whether nobody listens on the port, on either loopback address.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return true;
        }
        catch (SocketException exception)
        {
            // No such address: the machine has no IPv6 after all.
            return exception.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }

    private static bool Remember(int port)
    {
        lock (Taken)
        {
            return Taken.Add(port);
        }
    }

    private static int ReadFirstEphemeral()
    {
        const string range = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(range) ? int.Parse(File.ReadAllText(range).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) : 0;
        return first > Lowest + Attempts ? first : 32768;
    }
}
