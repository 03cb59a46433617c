using System.Buffers.Binary;

namespace Aspire.Dashboard.Otlp.Wire;

/// <summary>
/// Reads Protocol Buffers field by field, without classes in between: what arrives here is turned into the store's own objects at once.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    public WireType Type { get; private set; }

    /// <returns>False at the end of the message.</returns>
    public bool Next()
    {
        if (_position == _data.Length)
        {
            return false;
        }
        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        if (tag > uint.MaxValue || Field == 0 || Type is not (WireType.Varint or WireType.Fixed64 or WireType.Bytes or WireType.Fixed32))
        {
            throw new OtlpFormatException($"There is no field {Field} of wire type {(int)Type}.");
        }
        return true;
    }

    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                Bytes();
                break;
        }
    }

    public ulong Varint()
    {
        Expect(WireType.Varint);
        return ReadVarint();
    }

    public ulong Fixed64()
    {
        Expect(WireType.Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
    }

    public uint Fixed32()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
    }

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed64());

    /// <summary>A time in nanoseconds since 1970; what lies beyond the range of a long is the end of time.</summary>
    public long Nanoseconds() => (long)Math.Min(Fixed64(), long.MaxValue);

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(WireType.Bytes);
        var length = ReadVarint();
        if (length > (ulong)(_data.Length - _position))
        {
            throw new OtlpFormatException($"Field {Field} says it has {length} bytes, and {_data.Length - _position} are left.");
        }
        return Take((int)length);
    }

    public string Text(int limit = int.MaxValue) => TextPool.Get(Bytes(), limit);

    public WireReader Message() => new(Bytes());

    /// <summary>Adds fixed 64-bit values, written one by one or packed.</summary>
    public void Fixed64s(List<ulong> values)
    {
        if (Type == WireType.Fixed64)
        {
            values.Add(Fixed64());
            return;
        }
        var packed = Bytes();
        if (packed.Length % sizeof(ulong) != 0)
        {
            throw new OtlpFormatException($"Field {Field} holds {packed.Length} bytes of values of 8.");
        }
        for (; !packed.IsEmpty; packed = packed[sizeof(ulong)..])
        {
            values.Add(BinaryPrimitives.ReadUInt64LittleEndian(packed));
        }
    }

    /// <summary>Adds variable-length values, written one by one or packed.</summary>
    public void Varints(List<ulong> values)
    {
        if (Type == WireType.Varint)
        {
            values.Add(Varint());
            return;
        }
        var packed = new WireReader(Bytes());
        while (packed._position < packed._data.Length)
        {
            values.Add(packed.ReadVarint());
        }
    }

    public int ZigZag()
    {
        var value = (uint)Varint();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    private void Expect(WireType type)
    {
        if (Type != type)
        {
            throw new OtlpFormatException($"Field {Field} is written as {Type}, expected was {type}.");
        }
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw new OtlpFormatException("A number has more than ten bytes.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - _position)
        {
            throw new OtlpFormatException("The message ends in the middle of a field.");
        }
        var taken = _data.Slice(_position, count);
        _position += count;
        return taken;
    }
}
