namespace Shop.Catalog;

/// <summary>How the files below <c>wwwroot/images</c> are served.</summary>
internal static class ProductImages
{
    /// <summary>Kept by browsers and proxies for a week, then asked for again by ETag: a picture may be redrawn under its name.</summary>
    public static StaticFileOptions Served { get; } = new()
    {
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=604800, stale-while-revalidate=86400",
    };
}
