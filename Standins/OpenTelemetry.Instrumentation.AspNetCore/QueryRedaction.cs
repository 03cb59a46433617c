using System.Text;

namespace OpenTelemetry.Instrumentation.AspNetCore;

internal static class QueryRedaction
{
    /// <summary>Keeps the names of a query string and replaces its values: <c>?a=1&amp;b=2</c> becomes <c>?a=Redacted&amp;b=Redacted</c>.</summary>
    public static string Redact(string query)
    {
        var redacted = new StringBuilder(query.Length);
        var inValue = false;
        foreach (var c in query)
        {
            if (c == '=' && !inValue)
            {
                redacted.Append("=Redacted");
                inValue = true;
            }
            else if (c == '&' || !inValue)
            {
                redacted.Append(c);
                inValue = false;
            }
        }

        return redacted.ToString();
    }
}
