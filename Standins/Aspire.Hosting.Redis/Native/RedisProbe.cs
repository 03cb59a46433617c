using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aspire.Hosting.Redis;

/// <summary>Asks a server for a sign of life.</summary>
internal static class RedisProbe
{
    public const string Pong = "PONG";

    /// <returns>The answer, an error such as LOADING (while it reads its data) or NOAUTH included; null when there is none.</returns>
    public static async Task<string?> PingAsync(int port, string? password, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes((password is null ? "" : Command("AUTH", password)) + Command("PING")), cancellationToken);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var answer = await reader.ReadLineAsync(cancellationToken);
            if (password is not null && answer == "+OK")
            {
                answer = await reader.ReadLineAsync(cancellationToken);
            }
            return answer?.TrimStart('+', '-');
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return null;
        }
    }

    private static string Command(params string[] words) =>
        $"*{words.Length.ToString(CultureInfo.InvariantCulture)}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word).ToString(CultureInfo.InvariantCulture)}\r\n{word}\r\n"));
}
