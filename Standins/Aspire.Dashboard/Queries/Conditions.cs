using System.Text.Json;
using Aspire.Dashboard.Api;

namespace Aspire.Dashboard.Queries;

internal static class Conditions
{
    /// <summary>Reads <c>[["field","operator","value"], ...]</c>; what is no such thing is no condition.</summary>
    public static IReadOnlyList<Condition> Parse(string? json)
    {
        try
        {
            var conditions = string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize(json, DashboardJson.Default.StringArrayArray);
            return conditions is null ? [] : [.. conditions.Where(c => c is [not null, not null, not null]).Select(c => new Condition(c[0], c[1], c[2]))];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
