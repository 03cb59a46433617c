using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aspire.Hosting.Postgres;

/// <summary>Asks whether a server takes connections, without logging in.</summary>
internal static class PostgresProbe
{
    private const int ProtocolVersion3 = 3 << 16;
    private const byte AuthenticationRequest = (byte)'R';

    /// <summary>False while it starts, recovers or shuts down; it then answers with an error.</summary>
    public static async Task<bool> AsksForPasswordAsync(int port, string user, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            await socket.SendAsync(StartupMessage(user), cancellationToken);
            var answer = new byte[1];
            return await socket.ReceiveAsync(answer, cancellationToken) == 1 && answer[0] == AuthenticationRequest;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static byte[] StartupMessage(string user)
    {
        var parameters = Encoding.UTF8.GetBytes($"user\0{user}\0database\0{PostgresNames.MaintenanceDatabase}\0\0");
        var message = new byte[8 + parameters.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), ProtocolVersion3);
        parameters.CopyTo(message, 8);
        return message;
    }
}
