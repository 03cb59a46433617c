using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using Aspire.Dashboard.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Dashboard.Assets;

/// <summary>The files of the pages, out of the assembly. Every address of a page gets the same shell, which finds the page itself.</summary>
internal sealed class AssetStore(DashboardOptions options)
{
    private const string Root = "wwwroot/";

    // What the login page needs; the rest is for who has logged in.
    private static readonly string[] Open = ["login.html", "login.js", "icon.svg", "css/base.css", "css/login.css", "js/theme.js"];

    private static readonly string[] Folders = ["css/", "js/", "pages/"];

    private readonly ConcurrentDictionary<string, Asset?> _assets = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in Open)
        {
            routes.MapGet($"/{path}", (HttpContext context) => WriteAsync(context, path)).WithMetadata(Access.Everybody);
        }
        routes.MapGet("/{**path}", (HttpContext context, string? path) =>
            WriteAsync(context, path is not null && (path.StartsWith("api/", StringComparison.Ordinal) || IsAsset(path)) ? path : "index.html"));
    }

    /// <summary>Whether a path names a file; every other one names a page, whatever it ends with.</summary>
    public static bool IsAsset(string path) => Folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) || Open.Contains(path);

    public async Task WriteAsync(HttpContext context, string path)
    {
        if (path.StartsWith("api/", StringComparison.Ordinal) || Find(path) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.Headers.ETag = asset.Tag;
        context.Response.Headers.CacheControl = path.EndsWith(".html", StringComparison.Ordinal) ? "no-store" : "no-cache";
        if (context.Request.Headers.IfNoneMatch == asset.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = asset.Content.Length;
        await context.Response.Body.WriteAsync(asset.Content, context.RequestAborted);
    }

    private Asset? Find(string path) => options.AssetsFolder is { } folder ? FromFolder(folder, path) : _assets.GetOrAdd(path, FromAssembly);

    private static Asset? FromAssembly(string path)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Root + path);
        if (stream is null)
        {
            return null;
        }
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return Create(path, content.ToArray());
    }

    private static Asset? FromFolder(string folder, string path)
    {
        var file = Path.GetFullPath(Path.Combine(folder, path));
        return file.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? Create(path, File.ReadAllBytes(file)) : null;
    }

    private static Asset Create(string path, byte[] content) => new(content, TypeOf(path), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
