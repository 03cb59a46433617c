using System.Text;

namespace Aspire.Dashboard.Otlp.Wire;

/// <summary>
/// Telemetry says the same few words over and over: names, keys, services. A short text that was seen lately is one string, not a
/// new one each time. A slot that another text has taken costs a string, never a wrong one, so no lock is needed.
/// </summary>
internal static class TextPool
{
    private const int LongestPooled = 64;
    private const int Size = 1 << 14;

    private static readonly string?[] Slots = new string?[Size];

    public static string Get(ReadOnlySpan<byte> utf8, int limit = int.MaxValue)
    {
        if (utf8.IsEmpty || limit == 0)
        {
            return "";
        }
        if (utf8.Length > LongestPooled || limit < LongestPooled)
        {
            return Shorten(Encoding.UTF8.GetString(utf8), limit);
        }
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref Slots[hash.ToHashCode() & (Size - 1)];
        if (slot is { } known && Ascii.Equals(utf8, known))
        {
            return known;
        }
        return slot = Encoding.UTF8.GetString(utf8);
    }

    private static string Shorten(string text, int limit) =>
        text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
}
