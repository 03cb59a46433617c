using Microsoft.Extensions.Primitives;

namespace Shop.Gateway;

/// <summary>What a browser has to know of every answer: that it is data, of the type it says, in nobody's frame. Who serves pages says more, and is not overruled.</summary>
internal static class SecurityHeaders
{
    private static readonly KeyValuePair<string, StringValues>[] Headers =
    [
        new("X-Content-Type-Options", "nosniff"),
        new("X-Frame-Options", "DENY"),
        new("Referrer-Policy", "no-referrer"),
        new("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
    ];

    // A picture may be a document of its own (SVG): it keeps its styles, and runs nothing.
    private const string PolicyOfPictures = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    private const string PolicyOfData = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
    private const string Year = "max-age=31536000; includeSubDomains";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var isDevelopment = app.Environment.IsDevelopment();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Add(context, isDevelopment);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Add(HttpContext context, bool isDevelopment)
    {
        var headers = context.Response.Headers;
        // Of the service behind.
        headers.Remove("Server");
        foreach (var (name, value) in Headers)
        {
            headers.TryAdd(name, value);
        }

        var isPicture = context.Response.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true;
        headers.TryAdd("Content-Security-Policy", isPicture ? PolicyOfPictures : PolicyOfData);
        // Pictures are shown by the pages of other origins; calls go by CORS.
        headers.TryAdd("Cross-Origin-Resource-Policy", isPicture ? "cross-origin" : "same-origin");
        if (GrpcErrors.IsGrpc(context.Request))
        {
            headers.TryAdd("Cache-Control", "no-store");
        }

        if (context.Request.IsHttps && !isDevelopment)
        {
            headers.TryAdd("Strict-Transport-Security", Year);
        }
    }
}
