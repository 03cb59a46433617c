using System.Buffers.Binary;
using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

internal readonly record struct TraceId(ulong High, ulong Low)
{
    public const int Size = 16;

    public bool IsEmpty => (High | Low) == 0;

    public static TraceId Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])) : default;

    public static bool TryParse(string? text, out TraceId id)
    {
        id = default;
        if (text?.Length != 2 * Size
            || !ulong.TryParse(text.AsSpan(0, Size), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            || !ulong.TryParse(text.AsSpan(Size), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
        {
            return false;
        }
        id = new TraceId(high, low);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");
}
