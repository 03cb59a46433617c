using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aspire.Dashboard.Queries;
using Microsoft.AspNetCore.Http;

namespace Aspire.Dashboard.Api;

internal static class JsonAnswer
{
    /// <summary>Answers with the value, or 404 when it is null.</summary>
    public static async Task WriteAsync<T>(this HttpContext context, T? value, JsonTypeInfo<T> type)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (value is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    public static QueryArguments Arguments(this HttpContext context) => new(name => context.Request.Query[name] is [{ } value, ..] ? value : null);

    public static string Route(this HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";
}
