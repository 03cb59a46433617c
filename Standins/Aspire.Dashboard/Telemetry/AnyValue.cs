using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

/// <summary>A value of any of the kinds that telemetry knows; numbers take no object of their own.</summary>
internal readonly struct AnyValue
{
    private readonly long _bits;
    private readonly object? _reference;

    private AnyValue(AnyKind kind, long bits, object? reference) => (Kind, _bits, _reference) = (kind, bits, reference);

    public AnyKind Kind { get; }

    public bool Bool => _bits != 0;

    public long Int => _bits;

    public double Double => BitConverter.Int64BitsToDouble(_bits);

    public string Text => _reference as string ?? "";

    public IReadOnlyList<AnyValue> List => _reference as AnyValue[] ?? [];

    public IReadOnlyList<TelemetryAttribute> Map => _reference as TelemetryAttribute[] ?? [];

    public byte[] Bytes => _reference as byte[] ?? [];

    public static AnyValue Of(string text) => new(AnyKind.Text, 0, text);

    public static AnyValue Of(bool value) => new(AnyKind.Bool, value ? 1 : 0, null);

    public static AnyValue Of(long value) => new(AnyKind.Int, value, null);

    public static AnyValue Of(double value) => new(AnyKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static AnyValue Of(AnyValue[] values) => new(AnyKind.List, 0, values);

    public static AnyValue Of(TelemetryAttribute[] values) => new(AnyKind.Map, 0, values);

    public static AnyValue Of(byte[] value) => new(AnyKind.Bytes, 0, value);

    /// <summary>The value as a person reads it, and as filters compare it.</summary>
    public override string ToString() => Kind switch
    {
        AnyKind.Text => Text,
        AnyKind.Bool => Bool ? "true" : "false",
        AnyKind.Int => _bits.ToString(CultureInfo.InvariantCulture),
        AnyKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        AnyKind.List => $"[{string.Join(", ", List)}]",
        AnyKind.Map => $"{{{string.Join(", ", Map.Select(entry => $"{entry.Key}: {entry.Value}"))}}}",
        AnyKind.Bytes => Convert.ToBase64String(Bytes),
        _ => "",
    };
}
