using System.Text;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Api;

/// <summary>Resources, their environment and consoles, and their commands, as JSON.</summary>
internal sealed class ResourceApi(IResourceFeed resources, ConsoleStore console, TimeProvider time)
{
    private const int LongestParameter = 64 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/resources", context => context.WriteAsync(resources.Current, DashboardJson.Default.IReadOnlyListResourceView)).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/resources/{id}/environment", context =>
            context.WriteAsync(resources.EnvironmentOf(context.Route("id"), Reveals(context)), DashboardJson.Default.IReadOnlyListEnvironmentView));
        routes.MapGet("/api/resources/{id}/console", WriteConsoleAsync).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/console", WriteConsoleAsync).WithMetadata(Access.ApiKey);
        routes.MapGet("/api/parameters/{name}", context =>
            context.WriteAsync(resources.Parameter(context.Route("name"), Reveals(context)), DashboardJson.Default.ParameterView));
        routes.MapPost("/api/parameters/{name}", SetParameterAsync);
        routes.MapDelete("/api/parameters/{name}", async context =>
            context.Response.StatusCode = await resources.SetParameterAsync(context.Route("name"), value: null) ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound);
        routes.MapPost("/api/resources/{id}/commands/{command}", async context => await context.WriteAsync(
            await resources.ExecuteAsync(context.Route("id"), context.Route("command")), DashboardJson.Default.CommandOutcome)).WithMetadata(Access.ApiKey);
    }

    private async Task SetParameterAsync(HttpContext context)
    {
        var body = await Otlp.RequestBody.ReadAsync(context.Request.Body, LongestParameter, context.RequestAborted);
        context.Response.StatusCode = body is null ? StatusCodes.Status413PayloadTooLarge
            : await resources.SetParameterAsync(context.Route("name"), Encoding.UTF8.GetString(body)) ? StatusCodes.Status204NoContent
            : StatusCodes.Status404NotFound;
    }

    private static bool Reveals(HttpContext context) => context.Request.Query["reveal"] == "true";

    // Plain text as the processes wrote it, for a file or a terminal.
    private Task WriteConsoleAsync(HttpContext context)
    {
        var id = context.Route("id");
        var lines = console.After(0, id.Length == 0 ? [] : [id], int.MaxValue);
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var stamp = DateTimeOffset.FromUnixTimeMilliseconds(line.Time).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
            text.Append(stamp).Append(' ').Append(id.Length == 0 ? $"[{line.Resource}] " : "").Append(line.Text).Append('\n');
        }
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (context.Request.Query["download"] == "true")
        {
            var name = $"{(id.Length == 0 ? "console" : id)}-{time.GetUtcNow():yyyyMMdd-HHmmss}.log";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        }
        return context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
