using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Standins.Tests.Servers;

internal static class Loopback
{
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether whoever listens on the port answers the greeting with something that starts so.</summary>
    public static async Task<bool> AnswersAsync(int port, ReadOnlyMemory<byte> greeting, string expected)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.GetStream().WriteAsync(greeting);
            var answer = new byte[expected.Length];
            await client.GetStream().ReadExactlyAsync(answer);
            return Encoding.Latin1.GetString(answer) == expected;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    /// <summary>Both ends of a connection.</summary>
    public static async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint).Soon();
        return (client, await listener.AcceptSocketAsync().Soon());
    }
}
