using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>The semantic conventions for HTTP server spans, version 1.23.</summary>
internal static class HttpAttributes
{
    private static readonly string[] KnownMethods =
        ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT"];

    public static void OfRequest(Activity activity, HttpRequest request, bool redactQuery)
    {
        activity.DisplayName = NameOf(request.Method);
        SetMethod(activity, request.Method);
        SetServer(activity, request.Host);
        activity.SetTag("url.scheme", request.Scheme);
        activity.SetTag("url.path", request.PathBase.HasValue || request.Path.HasValue ? (request.PathBase + request.Path).Value : "/");
        activity.SetTag("network.protocol.version", VersionOf(request.Protocol));

        if (request.QueryString.Value is { Length: > 0 } query)
        {
            activity.SetTag("url.query", redactQuery ? QueryRedaction.Redact(query) : query);
        }

        if (request.Headers.UserAgent is [{ Length: > 0 } userAgent, ..])
        {
            activity.SetTag("user_agent.original", userAgent);
        }
    }

    public static void OfResponse(Activity activity, HttpContext context)
    {
        // Where an exception handler has taken over, the route is the one that failed.
        var endpoint = context.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint ?? context.GetEndpoint();
        if (endpoint is RouteEndpoint { RoutePattern.RawText: { Length: > 0 } route })
        {
            activity.DisplayName = $"{NameOf(context.Request.Method)} {route}";
            activity.SetTag("http.route", route);
        }

        activity.SetTag("http.response.status_code", context.Response.StatusCode);
    }

    private static void SetMethod(Activity activity, string method)
    {
        var known = Known(method);
        activity.SetTag("http.request.method", known ?? "_OTHER");
        if (known != method)
        {
            activity.SetTag("http.request.method_original", method);
        }
    }

    private static void SetServer(Activity activity, HostString host)
    {
        if (!host.HasValue)
        {
            return;
        }

        activity.SetTag("server.address", host.Host);
        if (host.Port is { } port)
        {
            activity.SetTag("server.port", port);
        }
    }

    private static string NameOf(string method) => Known(method) ?? "HTTP";

    private static string? Known(string method) =>
        Array.Find(KnownMethods, known => known.Equals(method, StringComparison.OrdinalIgnoreCase));

    private static string VersionOf(string protocol) => protocol switch
    {
        "HTTP/1.1" => "1.1",
        "HTTP/2" => "2",
        "HTTP/3" => "3",
        "HTTP/1.0" => "1.0",
        _ => protocol,
    };
}
