namespace Aspire.Dashboard.Telemetry;

internal static class TelemetryAttributes
{
    /// <returns>The value as text, or null when there is no such attribute.</returns>
    public static string? Find(this IReadOnlyList<TelemetryAttribute> attributes, string key)
    {
        for (var index = 0; index < attributes.Count; index++)
        {
            if (attributes[index].Key == key)
            {
                return attributes[index].Value.ToString();
            }
        }
        return null;
    }
}
