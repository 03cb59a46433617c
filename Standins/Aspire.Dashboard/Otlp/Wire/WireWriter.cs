using System.Buffers;
using System.Buffers.Binary;

namespace Aspire.Dashboard.Otlp.Wire;

/// <summary>Writes fields of Protocol Buffers.</summary>
internal static class WireWriter
{
    private const int LongestVarint = 10;

    public static void Bytes(this ArrayBufferWriter<byte> wire, int field, ReadOnlySpan<byte> content)
    {
        Tag(wire, field, WireType.Bytes);
        Varint(wire, (ulong)content.Length);
        wire.Write(content);
    }

    public static void Varint(this ArrayBufferWriter<byte> wire, int field, ulong value)
    {
        Tag(wire, field, WireType.Varint);
        Varint(wire, value);
    }

    public static void ZigZag(this ArrayBufferWriter<byte> wire, int field, int value) => wire.Varint(field, (uint)((value << 1) ^ (value >> 31)));

    public static void Fixed64(this ArrayBufferWriter<byte> wire, int field, ulong value)
    {
        Tag(wire, field, WireType.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(wire.GetSpan(sizeof(ulong)), value);
        wire.Advance(sizeof(ulong));
    }

    private static void Tag(ArrayBufferWriter<byte> wire, int field, WireType type) => Varint(wire, (ulong)((field << 3) | (int)type));

    private static void Varint(ArrayBufferWriter<byte> wire, ulong value)
    {
        var target = wire.GetSpan(LongestVarint);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            target[length++] = (byte)(value | 0x80);
        }
        target[length++] = (byte)value;
        wire.Advance(length);
    }
}
