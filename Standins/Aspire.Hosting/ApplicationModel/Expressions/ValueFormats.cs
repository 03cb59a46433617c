namespace Aspire.Hosting.ApplicationModel;

/// <summary>The formats that a hole of a <see cref="ReferenceExpression"/> knows.</summary>
internal static class ValueFormats
{
    public const string Uri = "uri";

    public static void Validate(string format)
    {
        if (!string.Equals(format, Uri, StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"The format '{format}' is not supported. Supported formats are: {Uri}.");
        }
    }

    public static string? Apply(string? value, string format)
    {
        Validate(format);
        return value is null ? null : System.Uri.EscapeDataString(value);
    }
}
