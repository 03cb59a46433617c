using System.Globalization;

namespace Shop.Orders;

/// <summary>An order's revision as callers see it. The first revision is 1.</summary>
internal static class Etags
{
    public static string Of(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    public static int RevisionOf(string etag) => int.Parse(etag.AsSpan().Trim('"'), CultureInfo.InvariantCulture);

    public static string After(string etag) => Of(RevisionOf(etag) + 1);
}
