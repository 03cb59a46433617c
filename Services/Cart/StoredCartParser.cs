using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>Reads the fields of a cart's hash (see <c>lines.lua</c>) into a <see cref="StoredCart"/>.</summary>
internal static class StoredCartParser
{
    public static StoredCart Parse(RedisResult result)
    {
        var fields = FieldsOf((RedisValue[])result!);
        return fields.TryGetValue("version", out var version)
            ? new StoredCart((long)version, Time(fields["updated"]), LinesOf(fields, "q:", "c:", "p:", "l:"), LinesOf(fields, "Q:", "C:", "P:", "L:"), NoticesOf(fields))
            : StoredCart.Unused;
    }

    private static Dictionary<string, RedisValue> FieldsOf(RedisValue[] values)
    {
        var fields = new Dictionary<string, RedisValue>(values.Length / 2, StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i += 2)
        {
            fields.Add((string)values[i]!, values[i + 1]);
        }

        return fields;
    }

    private static List<StoredCartLine> LinesOf(Dictionary<string, RedisValue> fields, string quantity, string created, string price, string listing)
    {
        var lines = new List<StoredCartLine>();
        foreach (var (field, pieces) in fields)
        {
            if (field.StartsWith(quantity, StringComparison.Ordinal))
            {
                var sku = field[quantity.Length..];
                lines.Add(new(sku, (int)pieces, Time(fields[created + sku]), (long)fields[price + sku], fields.GetValueOrDefault(listing + sku)));
            }
        }

        lines.Sort((a, b) => a.CreateTime != b.CreateTime ? a.CreateTime.CompareTo(b.CreateTime) : string.CompareOrdinal(a.Sku, b.Sku));
        return lines;
    }

    private static IReadOnlyList<StoredNotice> NoticesOf(Dictionary<string, RedisValue> fields)
    {
        var notices = fields.Where(field => field.Key.StartsWith("n:", StringComparison.Ordinal)).OrderBy(field => field.Key, StringComparer.Ordinal);
        return [.. notices.Select(field => new StoredNotice(field.Key[2..], field.Value == "LEFT_OUT", KnownListing.Parse(fields.GetValueOrDefault("o:" + field.Key[2..]))))];
    }

    private static DateTimeOffset Time(RedisValue milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
}
