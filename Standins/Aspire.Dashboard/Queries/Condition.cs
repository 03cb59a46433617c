namespace Aspire.Dashboard.Queries;

/// <summary>One condition of a filter: a field of the entry, or any attribute, compared with a text.</summary>
internal sealed record Condition(string Field, string Operator, string Value)
{
    /// <param name="actual">The field's value; null when there is none.</param>
    public bool Holds(string? actual) => Operator switch
    {
        "=" => string.Equals(actual, Value, StringComparison.OrdinalIgnoreCase),
        "!=" => !string.Equals(actual, Value, StringComparison.OrdinalIgnoreCase),
        // One of several, a line each.
        "in" => actual is not null && Value.Split('\n').Contains(actual, StringComparer.OrdinalIgnoreCase),
        "contains" => actual?.Contains(Value, StringComparison.OrdinalIgnoreCase) == true,
        "!contains" => actual?.Contains(Value, StringComparison.OrdinalIgnoreCase) != true,
        ">" => Compare(actual) > 0,
        ">=" => Compare(actual) >= 0,
        "<" => Compare(actual) < 0,
        "<=" => Compare(actual) <= 0,
        "exists" => actual is not null,
        "!exists" => actual is null,
        _ => false,
    };

    // Numbers and times as such, anything else as text; null compares with nothing.
    private int? Compare(string? actual)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (actual is null)
        {
            return null;
        }
        return double.TryParse(actual, culture, out var left) && double.TryParse(Value, culture, out var right)
            ? left.CompareTo(right)
            : string.Compare(actual, Value, StringComparison.OrdinalIgnoreCase);
    }
}
