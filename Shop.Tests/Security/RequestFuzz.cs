using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Shop.Tests.Security;

/// <summary>
/// Requests of any type, made from its descriptor by a seeded generator: mostly what the type allows, with values at the edges, and
/// ids of things that exist, so that calls get further than the first check.
/// </summary>
internal sealed class RequestFuzz(int seed, IReadOnlyDictionary<string, string[]> known)
{
    private const int Deepest = 4;

    private static readonly string[] Texts =
    [
        "", " ", "a", "0", "-1", "null", "é", "𝒳", "\u0000", "a\u0000b", "\u202e", "\ufeff", "\u0007", "../../etc/passwd", "%00", "{{7*7}}", "${jndi:ldap://x}",
        "'; DROP TABLE product; --", "\" OR 1=1 --", "\\", "<script>alert(1)</script>", "EUR", "USD", "XXX", "DE", "en", "tok_approved", "home", "1e999", "٣",
        new string('a', 300), new string('é', 5000), string.Concat(Enumerable.Repeat("a ", 2000)), new string('(', 200), "a:* & !b | (", "%_%\\_", "\ud83d\ude00",
    ];

    private static readonly long[] Numbers = [0, 1, -1, 2, 10, 100, 101, 999, 1000, 1_000_000, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 253_402_300_800];

    private readonly Random _random = new(seed);

    /// <summary>The next request of a type.</summary>
    public IMessage Next(MessageDescriptor type) => Next(type, depth: 0);

    private IMessage Next(MessageDescriptor type, int depth)
    {
        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InDeclarationOrder().Where(_ => _random.Next(10) < 8))
        {
            if (field.IsMap)
            {
                continue;
            }

            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                var count = _random.Next(12) switch { 0 => 150, 1 => 20, var few => few % 4 };
                for (var i = 0; i < count && ValueOf(field, depth) is { } value; i++)
                {
                    list.Add(value);
                }
            }
            else if (ValueOf(field, depth) is { } value)
            {
                field.Accessor.SetValue(message, value);
            }
        }

        return message;
    }

    private object? ValueOf(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Message => depth < Deepest ? Next(field.MessageType, depth + 1) : null,
        FieldType.String => TextOf(field),
        FieldType.Bytes => ByteString.CopyFrom(Bytes()),
        FieldType.Bool => _random.Next(2) == 0,
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, _random.Next(-1, field.EnumType.Values.Count + 2)),
        FieldType.Double => Pick((double[])[0, -1, 1.5, double.NaN, double.PositiveInfinity, double.MaxValue]),
        FieldType.Float => Pick((float[])[0, -1, 1.5f, float.NaN, float.PositiveInfinity]),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (int)Math.Clamp(Pick(Numbers), int.MinValue, int.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Math.Clamp(Pick(Numbers), 0, uint.MaxValue),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Pick(Numbers),
        FieldType.UInt64 or FieldType.Fixed64 => unchecked((ulong)Pick(Numbers)),
        _ => null,
    };

    // Mostly what lets the call go on: an id that is one, and better one of something that exists.
    private string TextOf(FieldDescriptor field)
    {
        var name = field.Name.EndsWith("ids", StringComparison.Ordinal) || field.Name.EndsWith("skus", StringComparison.Ordinal) ? field.Name[..^1] : field.Name;
        return _random.Next(10) switch
        {
            < 6 when known.TryGetValue(name, out var values) => Pick(values),
            < 8 when name.EndsWith("_id", StringComparison.Ordinal) => NewUuid(),
            _ => Pick(Texts),
        };
    }

    private string NewUuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(40)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
