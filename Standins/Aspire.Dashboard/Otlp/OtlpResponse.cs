using System.Text;

namespace Aspire.Dashboard.Otlp;

/// <summary>The messages that are sent back: an export's response, and the status that tells over HTTP what was wrong.</summary>
internal static class OtlpResponse
{
    /// <summary>Why something was not taken.</summary>
    public const string Rejected = "The dashboard's limits are reached, or items have no ids.";

    /// <summary>Empty when all was taken, else a partial success with the number of what was not.</summary>
    public static byte[] Export(int rejected)
    {
        if (rejected == 0)
        {
            return [];
        }
        byte[] partial = [0x08, .. Varint((ulong)rejected), .. TextField(2, Rejected)];
        return [0x0A, .. Varint((ulong)partial.Length), .. partial];
    }

    /// <summary>A google.rpc.Status.</summary>
    public static byte[] Status(int code, string message) => [0x08, .. Varint((ulong)code), .. TextField(2, message)];

    private static byte[] TextField(int field, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)((field << 3) | 2), .. Varint((ulong)utf8.Length), .. utf8];
    }

    private static List<byte> Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }
        bytes.Add((byte)value);
        return bytes;
    }
}
