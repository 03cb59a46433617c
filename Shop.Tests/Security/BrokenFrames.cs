using System.Buffers.Binary;
using System.IO.Compression;

namespace Shop.Tests.Security;

/// <summary>Bodies that are no message of BatchGetStock, by what is wrong with them.</summary>
internal static class BrokenFrames
{
    private const int Gigabyte = 1 << 30;

    public static IReadOnlyDictionary<string, (byte[] Body, bool Gzip)> All { get; } = new Dictionary<string, (byte[], bool)>
    {
        ["nothing"] = ([], false),
        ["half a header"] = ([0, 0, 0], false),
        ["claims a gigabyte"] = (Frame(0, Gigabyte, [1, 2, 3]), false),
        ["claims all there can be"] = (Frame(0, uint.MaxValue, [1, 2, 3]), false),
        ["claims more than there is"] = (Frame(0, 100, [1, 2, 3]), false),
        ["claims less than there is"] = (Frame(0, 3, [10, 1, 65, 10, 1, 66]), false),
        ["two messages"] = ([.. Frame(0, 3, [10, 1, 65]), .. Frame(0, 3, [10, 1, 66])], false),
        ["compressed by nothing"] = (Frame(1, 3, [10, 1, 65]), false),
        ["compressed, but is not"] = (Frame(1, 3, [10, 1, 65]), true),
        ["unpacks to a gigabyte"] = (Bomb(), true),
        ["a flag that is none"] = (Frame(0x7f, 3, [10, 1, 65]), false),
        ["no protobuf"] = (Whole([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]), false),
        ["a field that goes beyond the end"] = (Whole([10, 100, 65]), false),
        ["text that is no UTF-8"] = (Whole([10, 2, 0xc3, 0x28]), false),
        ["a field of groups in groups"] = (Whole([.. Enumerable.Repeat((byte)(15 << 3 | 3), 5000)]), false),
    };

    private static byte[] Whole(byte[] message) => Frame(0, (uint)message.Length, message);

    private static byte[] Frame(byte flag, uint length, byte[] content)
    {
        var frame = new byte[5 + content.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length);
        content.CopyTo(frame.AsSpan(5));
        return frame;
    }

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < Gigabyte / zeros.Length; i++)
            {
                gzip.Write(zeros);
            }
        }

        var content = packed.ToArray();
        return Frame(1, (uint)content.Length, content);
    }
}
