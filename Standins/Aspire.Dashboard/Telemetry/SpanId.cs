using System.Buffers.Binary;
using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

internal readonly record struct SpanId(ulong Value)
{
    public const int Size = 8;

    public bool IsEmpty => Value == 0;

    public static SpanId Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes)) : default;

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
