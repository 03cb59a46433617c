using System.Globalization;

namespace Aspire.Dashboard.Queries;

/// <summary>Named texts, out of an address or a subscription.</summary>
internal sealed class QueryArguments(Func<string, string?> find)
{
    public string? this[string name] => find(name);

    public int Number(string name, int fallback, int most) =>
        int.TryParse(find(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most) : fallback;
}
