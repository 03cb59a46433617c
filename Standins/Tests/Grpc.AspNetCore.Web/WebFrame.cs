using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Standins.Tests.GrpcWeb;

/// <summary>A frame of gRPC-Web: a flag, four bytes of length, the payload.</summary>
public sealed record WebFrame(byte Flag, byte[] Payload)
{
    public const int HeaderLength = 5;
    private const byte TrailersFlag = 0x80;

    public bool IsTrailers => Flag == TrailersFlag;

    /// <summary>The trailers, a list of values for each name.</summary>
    public ILookup<string, string> Trailers => Encoding.Latin1.GetString(Payload)
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ", 2))
        .ToLookup(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    public static byte[] Message(IMessage message) => Bytes(0, message.ToByteArray());

    public static byte[] Bytes(byte flag, byte[] payload)
    {
        var frame = new byte[HeaderLength + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, HeaderLength);
        return frame;
    }
}
