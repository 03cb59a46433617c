using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Security;

/// <summary>Lets in who has the token, keeps everybody else out, and lets no other site act in a visitor's name.</summary>
internal sealed class FrontendAccess(DashboardOptions options, SessionCookie session)
{
    public const string ApiKeyHeader = "x-api-key";

    /// <summary>A header that no other site can make a browser send.</summary>
    public const string RequestHeader = "x-dashboard-request";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", LoginAsync).WithMetadata(Access.Everybody);
        routes.MapPost("/api/login", LoginByForm).WithMetadata(Access.Everybody);
        routes.MapPost("/api/logout", (HttpContext context) =>
        {
            SessionCookie.Withdraw(context);
            return Task.CompletedTask;
        });
    }

    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsSameOrigin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var access = context.GetEndpoint()?.Metadata.GetMetadata<Access>();
        if (access == Access.Everybody || IsLoggedIn(context) || (access == Access.ApiKey && HasApiKey(context)))
        {
            await next(context);
            return;
        }
        if (HttpMethods.IsGet(context.Request.Method) && IsPage(context.Request.Path.Value ?? "/"))
        {
            context.Response.Redirect($"/login?returnUrl={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return;
        }
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    private static bool IsPage(string path) => !path.StartsWith("/api/", StringComparison.Ordinal) && !Assets.AssetStore.IsAsset(path[1..]);

    private bool IsLoggedIn(HttpContext context) => options.AllowAnonymous || session.IsValid(context);

    private bool HasApiKey(HttpContext context) =>
        !options.DisableApi && (options.AllowAnonymousApi || Secrets.Matches(options.ApiKey, options.SecondaryApiKey, context.Request.Headers[ApiKeyHeader]));

    // A token in the address logs in and is gone from the address; without a right one the form asks for it.
    private Task LoginAsync(HttpContext context, Assets.AssetStore assets)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (IsLoggedIn(context) || Secrets.Matches(options.BrowserToken, context.Request.Query["t"]))
        {
            session.Issue(context);
            context.Response.Redirect(Local(context.Request.Query["returnUrl"]));
            return Task.CompletedTask;
        }
        return assets.WriteAsync(context, "login.html");
    }

    private async Task LoginByForm(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        if (!Secrets.Matches(options.BrowserToken, (await reader.ReadToEndAsync(context.RequestAborted)).Trim()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        session.Issue(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // Only a path of this site, never another one's address.
    private static string Local(string? path) => path is ['/', not ('/' or '\\'), ..] ? path : "/";

    // What changes something must come from our own page; a WebSocket must, too, because cookies go with it from anywhere.
    private static bool IsSameOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is [{ Length: > 0 } origin] && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || request.Headers.ContainsKey(RequestHeader) || request.Headers.ContainsKey(ApiKeyHeader);
    }
}
