using System.Buffers;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>Collects what is wrong with a request, so that the caller reads all of it at once.</summary>
public sealed class Violations
{
    private static readonly SearchValues<char> SkuCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly List<(string Field, string Description)> _found = [];

    /// <summary>Notes a violation unless the condition holds.</summary>
    /// <param name="holds">What must be.</param>
    /// <param name="field">The path of the field, e.g. <c>lines[2].quantity</c>.</param>
    /// <param name="description">What the field must be, e.g. <c>must be 1 to 999</c>.</param>
    public Violations Require(bool holds, string field, string description)
    {
        if (!holds)
        {
            _found.Add((field, description));
        }

        return this;
    }

    /// <summary>The field must be a UUID in its usual form.</summary>
    // By the length, too: the parser trims white space, and as a key the text would be another one.
    public Violations RequireUuid(string value, string field) => Require(value.Length == 36 && Guid.TryParseExact(value, "D", out _), field, "must be a UUID");

    /// <summary>The field must be a SKU: 1 to 64 characters of <c>[A-Za-z0-9._-]</c>.</summary>
    public Violations RequireSku(string value, string field) => Require(IsSku(value), field, "must be 1 to 64 characters of A-Z a-z 0-9 . _ -");

    /// <summary>The field must be a text of a length between the bounds, in characters, without control characters; where it must not be empty, not blank either.</summary>
    public Violations RequireText(string value, string field, int shortest, int longest) => Require(
        value.Length >= shortest && value.Length <= longest && !value.Any(char.IsControl) && (shortest == 0 || !string.IsNullOrWhiteSpace(value)),
        field,
        $"must be {shortest} to {longest} characters without control characters{(shortest == 0 ? "" : ", not only blanks")}");

    /// <summary>Throws INVALID_ARGUMENT with everything that was noted.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">Something was.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw ShopErrors.InvalidArgument(_found);
        }
    }

    /// <summary>Whether a text is a SKU.</summary>
    public static bool IsSku(string value) => value.Length is >= 1 and <= 64 && !value.AsSpan().ContainsAnyExcept(SkuCharacters);
}
